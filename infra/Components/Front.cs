using System.Collections.Immutable;
using NanoClaw.Infra.Settings;
using NanoClaw.Infra.Worker;
using Pulumi;
using Pulumi.Cloudflare;
using Pulumi.Cloudflare.Inputs;

namespace NanoClaw.Infra.Components;

/// <summary>What a <see cref="Front"/> is made from.</summary>
public sealed record FrontArgs
{
    public required StackSettings Settings { get; init; }

    public required WorkerBundle Bundle { get; init; }

    /// <summary>The agent's Worker, whose objects it asks.</summary>
    public required Moltworker Agent { get; init; }

    /// <summary>The audience that an Access JWT must have.</summary>
    public required Output<string> Audience { get; init; }

    /// <summary>The credentials that are valid, the current ones first.</summary>
    public required ImmutableArray<CredentialGeneration> Credentials { get; init; }

    public required Storage Storage { get; init; }

    /// <summary>What has to guard the hostname before it leads here.</summary>
    public required IReadOnlyList<Resource> Guards { get; init; }
}

/// <summary>
/// The Worker that the hostname leads to: it checks who asks and for what, and asks the agent's objects. It holds no key of a model,
/// and the one that does has no door.
/// </summary>
/// <remarks>
/// The provider replaces a custom domain whose Worker changes (schema.go of workers_custom_domain in 5.22), and a domain that is
/// deleted takes its DNS record and certificate along. So where an older program attached the hostname to the agent's Worker it stays
/// so, and a route, which goes before the domain, leads here. Nothing answers there any more but "unavailable".
/// </remarks>
public sealed class Front : ComponentResource
{
    public Front(string name, FrontArgs args, ComponentResourceOptions? options = null)
        : base("nanoclaw:index:Front", name, options)
    {
        ArgumentNullException.ThrowIfNull(args);
        var settings = args.Settings;

        Script = new("front-worker", CreateScript(args), new() { Parent = this });
        var subdomain = WorkersDev.Off("front-subdomain", settings, Script, new() { Parent = this });

        // It keeps the place in the state that it had when there was one Worker.
        var guarded = LogicalName.Child(args.Agent, $"{settings.WorkerName}-domain");
        guarded.DependsOn = new Resource[] { args.Agent.Subdomain, subdomain }
            .Concat(args.Guards)
            .ToArray();
        guarded.IgnoreChanges = ["service"];
        Domain = new(
            "domain",
            new()
            {
                AccountId = settings.AccountId,
                ZoneId = settings.Zone.Id,
                Hostname = settings.Hostname,
                Service = Script.ScriptName,
            },
            guarded
        );
        Route = new(
            "front-route",
            new()
            {
                ZoneId = settings.Zone.Id,
                Pattern = $"{settings.Hostname}/*",
                Script = Script.ScriptName,
            },
            new()
            {
                Parent = this,
                DependsOn = new Resource[] { subdomain, Domain }
                    .Concat(args.Guards)
                    .ToArray(),
            }
        );
        RegisterOutputs();
    }

    public WorkersScript Script { get; }

    public WorkersCustomDomain Domain { get; }

    public WorkersRoute Route { get; }

    /// <summary>What the Worker before an agent's is called.</summary>
    public static string ScriptNameOf(string agent) => $"{agent}{SettingRules.FrontSuffix}";

    private static WorkersScriptArgs CreateScript(FrontArgs args)
    {
        var (settings, manifest) = (args.Settings, args.Bundle.Manifest);
        var script = new WorkersScriptArgs
        {
            AccountId = settings.AccountId,
            ScriptName = ScriptNameOf(settings.WorkerName),
            Content = args.Bundle.FrontContent,
            ContentType = "application/javascript+module",
            MainModule = manifest.Front.MainModule,
            CompatibilityDate = manifest.CompatibilityDate,
            CompatibilityFlags = manifest.CompatibilityFlags.Order(StringComparer.Ordinal).ToArray(),
            Annotations = new WorkersScriptAnnotationsArgs
            {
                WorkersTag = manifest.Front.Sha256,
                WorkersMessage = $"{settings.Environment}, front, sha256 {manifest.Front.Sha256}",
            },
            Bindings = CreateBindings(args),
            Observability = Moltworker.CreateObservability(settings.LogSampling),
        };

        if (settings.Limits.CpuMs is { } cpuMs)
        {
            script.Limits = new WorkersScriptLimitsArgs { CpuMs = cpuMs };
        }

        return script;
    }

    private static WorkersScriptBindingArgs[] CreateBindings(FrontArgs args)
    {
        var (settings, limits, agent) = (args.Settings, args.Settings.Limits, args.Agent.Script.ScriptName);
        var clientIds = Output.All(args.Credentials.Select(c => c.ClientId)).Apply(ids => string.Join(',', ids));
        var bindings = new WorkerBindings()
            .PlainText("ENVIRONMENT", settings.Environment)
            .PlainText("ALLOWED_HOSTS", settings.Hostname)
            .PlainText("ACCESS_MODE", "required")
            .PlainText("ACCESS_TEAM_DOMAIN", settings.Access.TeamDomain)
            .PlainText("ACCESS_AUDIENCES", args.Audience)
            .PlainText("ACCESS_CLIENT_IDS", clientIds)
            .SecretText("TOKEN_SHA256_CURRENT", args.Credentials[0].TokenSha256)
            .SecretText("BACKUP_TOKEN_SHA256_CURRENT", args.Credentials[0].BackupTokenSha256)
            .RateLimit("TOKEN_RATE_LIMIT", limits.RateLimitNamespace, limits.TokenRateLimit, limits.RateLimitPeriod)
            .RateLimit("IP_RATE_LIMIT", limits.RateLimitNamespace + 1, limits.IpRateLimit, limits.RateLimitPeriod);

        foreach (var durableObject in args.Bundle.Manifest.DurableObjects)
        {
            bindings.DurableObject(durableObject, agent);
        }

        if (args.Credentials.Length > 1)
        {
            bindings.SecretText("TOKEN_SHA256_PREVIOUS", args.Credentials[1].TokenSha256);
            bindings.SecretText("BACKUP_TOKEN_SHA256_PREVIOUS", args.Credentials[1].BackupTokenSha256);
        }

        if (args.Storage.Bucket is { } bucket)
        {
            bindings.R2("BUCKET", bucket.Name);
        }

        return bindings.ToArray();
    }
}
