using NanoClaw.Infra.Settings;
using Pulumi;
using Pulumi.Cloudflare;

namespace NanoClaw.Infra.Components;

/// <summary>A Worker's addresses at workers.dev, which neither Access by hostname nor the zone's rules reach.</summary>
internal static class WorkersDev
{
    /// <summary>Neither the Worker nor its previews have one.</summary>
    public static WorkersScriptSubdomain Off(string name, StackSettings settings, WorkersScript script, CustomResourceOptions options) =>
        new(
            name,
            new()
            {
                AccountId = settings.AccountId,
                ScriptName = script.ScriptName,
                Enabled = false,
                PreviewsEnabled = false,
            },
            options
        );
}
