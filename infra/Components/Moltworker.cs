using System.Collections.Immutable;
using NanoClaw.Infra.Settings;
using NanoClaw.Infra.Worker;
using Pulumi;
using Pulumi.Cloudflare;
using Pulumi.Cloudflare.Inputs;

namespace NanoClaw.Infra.Components;

/// <summary>What a <see cref="Moltworker"/> is made from.</summary>
public sealed record MoltworkerArgs
{
    public required StackSettings Settings { get; init; }

    public required WorkerBundle Bundle { get; init; }

    /// <summary>The Durable Object migrations to send; null where there are none.</summary>
    public required WorkersScriptMigrationsArgs? Migrations { get; init; }

    /// <summary>The audience that an Access JWT must have.</summary>
    public required Output<string> Audience { get; init; }

    /// <summary>The credentials that are valid, the current ones first.</summary>
    public required ImmutableArray<CredentialGeneration> Credentials { get; init; }

    public required Storage Storage { get; init; }

    /// <summary>What has to guard the hostname before it leads to the Worker.</summary>
    public required IReadOnlyList<Resource> Guards { get; init; }
}

/// <summary>The Worker with everything it is bound to, reachable at its hostname and nowhere else.</summary>
public sealed class Moltworker : ComponentResource
{
    public Moltworker(string name, MoltworkerArgs args, ComponentResourceOptions? options = null)
        : base("nanoclaw:index:Moltworker", name, options)
    {
        ArgumentNullException.ThrowIfNull(args);
        var settings = args.Settings;

        var holdsSessions = LogicalName.Child(this, settings.WorkerName);
        holdsSessions.Protect = settings.Storage.Protect;
        Script = new("worker", CreateScript(args), holdsSessions);
        var subdomain = new WorkersScriptSubdomain(
            "subdomain",
            // Neither Access by hostname nor the zone's rules reach workers.dev and preview addresses.
            new()
            {
                AccountId = settings.AccountId,
                ScriptName = Script.ScriptName,
                Enabled = false,
                PreviewsEnabled = false,
            },
            LogicalName.Child(this, $"{settings.WorkerName}-subdomain")
        );
        var guarded = LogicalName.Child(this, $"{settings.WorkerName}-domain");
        guarded.DependsOn = new Resource[] { subdomain }
            .Concat(args.Guards)
            .ToArray();
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
        RegisterOutputs();
    }

    public WorkersScript Script { get; }

    public WorkersCustomDomain Domain { get; }

    private static WorkersScriptArgs CreateScript(MoltworkerArgs args)
    {
        var (settings, manifest) = (args.Settings, args.Bundle.Manifest);
        var script = new WorkersScriptArgs
        {
            AccountId = settings.AccountId,
            ScriptName = settings.WorkerName,
            Content = args.Bundle.Content,
            ContentType = "application/javascript+module",
            MainModule = manifest.MainModule,
            CompatibilityDate = manifest.CompatibilityDate,
            CompatibilityFlags = manifest.CompatibilityFlags.Order(StringComparer.Ordinal).ToArray(),
            // The hash is stated where people see it; contentSha256 belongs to contentFile, whose path would differ from machine to machine.
            Annotations = new WorkersScriptAnnotationsArgs
            {
                WorkersTag = args.Bundle.Sha256,
                WorkersMessage = $"{settings.Environment}, sha256 {args.Bundle.Sha256}",
            },
            Bindings = CreateBindings(args),
            Observability = CreateObservability(settings.LogSampling),
        };

        if (args.Migrations is { } migrations)
        {
            script.Migrations = migrations;
        }

        if (settings.Limits.CpuMs is { } cpuMs)
        {
            script.Limits = new WorkersScriptLimitsArgs { CpuMs = cpuMs };
        }

        return script;
    }

    private static WorkersScriptBindingArgs[] CreateBindings(MoltworkerArgs args)
    {
        var (settings, limits) = (args.Settings, args.Settings.Limits);
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
            .RateLimit("IP_RATE_LIMIT", limits.RateLimitNamespace + 1, limits.IpRateLimit, limits.RateLimitPeriod)
            .PlainText("RUNS_PER_DAY", limits.RunsPerDay)
            .PlainText("RUNS_PER_MONTH", limits.RunsPerMonth)
            .PlainText("MAX_STEPS", limits.MaxSteps)
            .PlainText("MAX_TURN_SECONDS", limits.MaxTurnSeconds)
            .PlainText("MAX_OUTPUT_TOKENS", limits.MaxOutputTokens)
            .PlainText("MAX_INPUT_TOKENS", limits.MaxInputTokens)
            .PlainText("MAX_SENT_MESSAGES", limits.MaxSentMessages)
            .PlainText("MAX_WEB_READS", limits.MaxWebReads)
            .PlainText("HISTORY_TOKENS", limits.HistoryTokens)
            .PlainText("RUN_RETENTION_HOURS", limits.RunRetentionHours)
            .PlainText("SESSION_RETENTION_DAYS", limits.SessionRetentionDays);

        foreach (var durableObject in args.Bundle.Manifest.DurableObjects)
        {
            bindings.DurableObject(durableObject);
        }

        if (args.Credentials.Length > 1)
        {
            bindings.SecretText("TOKEN_SHA256_PREVIOUS", args.Credentials[1].TokenSha256);
            bindings.SecretText("BACKUP_TOKEN_SHA256_PREVIOUS", args.Credentials[1].BackupTokenSha256);
        }

        AddModels(bindings, args);
        AddStorage(bindings, args.Storage);
        return bindings.ToArray();
    }

    private static void AddModels(WorkerBindings bindings, MoltworkerArgs args)
    {
        AddModel(bindings, args, args.Settings.Model, "MODEL_");
        foreach (var (index, model) in args.Settings.NextModels.Index())
        {
            AddModel(bindings, args, model, $"MODEL_{index + 2}_");
        }

        if (args.Settings.NextModels.Count > 0)
        {
            bindings.PlainText("MODEL_SILENCE_SECONDS", args.Settings.ModelSilenceSeconds);
        }

        if (args.Settings.Models.Any(model => model.Provider == "workers-ai"))
        {
            bindings.Ai("AI");
        }
    }

    private static void AddModel(WorkerBindings bindings, MoltworkerArgs args, ModelSettings model, string prefix)
    {
        bindings.PlainText($"{prefix}PROVIDER", model.Provider);
        if (model.Name is { } name)
        {
            bindings.PlainText($"{prefix}NAME", name);
        }

        if (model.ApiKey is { } apiKey)
        {
            bindings.SecretText($"{prefix}API_KEY", apiKey);
        }

        bindings.PlainText($"{prefix}DIALECT", model.Dialect);
        if (model.IsThroughGateway && args.Storage.Gateway is { } gateway)
        {
            if (model.GatewayToken is { } gatewayToken)
            {
                bindings.SecretText($"{prefix}GATEWAY_TOKEN", gatewayToken);
            }

            bindings.PlainText(
                $"{prefix}BASE_URL",
                gateway.AiGatewayId.Apply(id => $"https://gateway.ai.cloudflare.com/v1/{args.Settings.AccountId}/{id}/{model.Provider}")
            );
        }
        else if (model.BaseUrl is { } baseUrl)
        {
            bindings.PlainText($"{prefix}BASE_URL", baseUrl);
        }
    }

    private static void AddStorage(WorkerBindings bindings, Storage storage)
    {
        if (storage.Database is { } database)
        {
            bindings.D1("DATABASE", database.Uuid);
        }

        if (storage.Bucket is { } bucket)
        {
            bindings.R2("BUCKET", bucket.Name);
        }
    }

    // Invocation logs name method, path, status and time, with sensitive headers redacted by Cloudflare; bodies are never among them.
    internal static WorkersScriptObservabilityArgs CreateObservability(double sampling) =>
        new()
        {
            Enabled = sampling > 0,
            HeadSamplingRate = sampling,
            Logs = new WorkersScriptObservabilityLogsArgs
            {
                Enabled = sampling > 0,
                InvocationLogs = sampling > 0,
                HeadSamplingRate = sampling,
            },
        };
}
