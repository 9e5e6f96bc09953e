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

    public required Storage Storage { get; init; }
}

/// <summary>
/// The agent's Worker: its Durable Objects, where the sessions are, and what they need to run, the model's keys among it. Nobody outside
/// reaches it, only the scripts that are bound to its objects.
/// </summary>
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
        Subdomain = WorkersDev.Off("subdomain", settings, Script, LogicalName.Child(this, $"{settings.WorkerName}-subdomain"));
        RegisterOutputs();
    }

    public WorkersScript Script { get; }

    public WorkersScriptSubdomain Subdomain { get; }

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
        var limits = args.Settings.Limits;
        var bindings = new WorkerBindings()
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

        AddModels(bindings, args);
        if (args.Storage.Database is { } database)
        {
            bindings.D1("DATABASE", database.Uuid);
        }

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
