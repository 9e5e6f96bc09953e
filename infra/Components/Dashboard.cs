using NanoClaw.Infra.Settings;

namespace NanoClaw.Infra.Components;

/// <summary>Where people find on Cloudflare's dashboard what a stack has declared.</summary>
internal sealed record Dashboard(StackSettings Settings)
{
    private const string Address = "https://dash.cloudflare.com";

    /// <summary>The Worker: its versions, bindings and metrics.</summary>
    public string Worker => $"{Address}/{Settings.AccountId}/workers/services/view/{Settings.WorkerName}/production";

    /// <summary>What the Worker logs.</summary>
    public string Logs => $"{Worker}/observability/logs";

    /// <summary>The Access applications and their policies.</summary>
    public string Access => $"https://one.dash.cloudflare.com/{Settings.AccountId}/access/apps";

    /// <summary>The zone's rules, its owner's too.</summary>
    public string Rules => $"{Address}/{Settings.AccountId}/{Settings.Zone.Name}/security/security-rules";
}
