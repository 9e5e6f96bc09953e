using System.Text.Json.Nodes;
using NanoClaw.Infra.Rules;
using NanoClaw.Infra.Settings;
using NanoClaw.Infra.Worker;
using NanoClaw.Pricing;
using Pulumi;
using Pulumi.Cloudflare;
using Pulumi.Cloudflare.Inputs;
using Pulumi.Random;

namespace NanoClaw.Infra.Components;

/// <summary>What an <see cref="AdminPage"/> is made from.</summary>
public sealed record AdminPageArgs
{
    public required StackSettings Settings { get; init; }

    public required WorkerBundle Bundle { get; init; }

    /// <summary>The agent's Worker, whose objects the page asks.</summary>
    public required Moltworker Agent { get; init; }

    /// <summary>The Worker before it, which knows how the agent is.</summary>
    public required Front Front { get; init; }

    /// <summary>The audience of the admin application: the JWT of a person has it, that of a service token has another.</summary>
    public required Output<string> Audience { get; init; }

    /// <summary>The credentials whose age it shows.</summary>
    public required CredentialGeneration Credentials { get; init; }

    /// <summary>What has to guard the page before anything leads to it.</summary>
    public required IReadOnlyList<Resource> Guards { get; init; }
}

/// <summary>
/// The page at <c>/admin</c>, in a Worker of its own, so that none of its code is in the agent's. It is declared only where somebody
/// may open it.
/// </summary>
/// <remarks>
/// A script has one module (<c>content</c>), so a part that is loaded when it is needed would have to be another script all the same.
/// The agent's hostname is a custom domain, which takes every path; a route on the same hostname goes before it
/// (https://developers.cloudflare.com/workers/configuration/routing/routes/). One pattern with an asterisk at its end: with
/// <c>/admin</c> and <c>/admin/*</c> side by side the first has no query and the second is not the more specific one
/// (https://developers.cloudflare.com/workers/platform/known-issues/#route-specificity).
/// </remarks>
public sealed class AdminPage : ComponentResource
{
    private const int FormKeyBytes = 32;

    private static readonly string[] Asked = ["GROUPS", "RUN_CAPS"];

    // What the provider does not tell.
    private const string Unknown = "unknown";

    public AdminPage(string name, AdminPageArgs args, ComponentResourceOptions? options = null)
        : base("nanoclaw:index:AdminPage", name, options)
    {
        ArgumentNullException.ThrowIfNull(args);
        var settings = args.Settings;

        var formKey = new RandomBytes("admin-form-key", new() { Length = FormKeyBytes }, new() { Parent = this });
        Script = new("admin-worker", CreateScript(args, Output.CreateSecret(formKey.Hex)), new() { Parent = this });
        var subdomain = WorkersDev.Off("admin-subdomain", settings, Script, new() { Parent = this });
        Route = new(
            "admin-route",
            new()
            {
                ZoneId = settings.Zone.Id,
                Pattern = $"{settings.Hostname}{AgentRules.AdminPath}*",
                Script = Script.ScriptName,
            },
            new()
            {
                Parent = this,
                DependsOn = new Resource[] { subdomain, args.Front.Domain }
                    .Concat(args.Guards)
                    .ToArray(),
            }
        );
        RegisterOutputs();
    }

    public WorkersScript Script { get; }

    public WorkersRoute Route { get; }

    private static WorkersScriptArgs CreateScript(AdminPageArgs args, Output<string> formKey)
    {
        var (settings, manifest) = (args.Settings, args.Bundle.Manifest);
        return new()
        {
            AccountId = settings.AccountId,
            ScriptName = $"{settings.WorkerName}{SettingRules.AdminSuffix}",
            Content = args.Bundle.AdminContent,
            ContentType = "application/javascript+module",
            MainModule = manifest.Admin.MainModule,
            CompatibilityDate = manifest.CompatibilityDate,
            CompatibilityFlags = manifest.CompatibilityFlags.Order(StringComparer.Ordinal).ToArray(),
            Annotations = new WorkersScriptAnnotationsArgs
            {
                WorkersTag = manifest.Admin.Sha256,
                WorkersMessage = $"{settings.Environment}, admin page, sha256 {manifest.Admin.Sha256}",
            },
            Bindings = CreateBindings(args, formKey),
            Observability = Moltworker.CreateObservability(settings.LogSampling),
        };
    }

    private static WorkersScriptBindingArgs[] CreateBindings(AdminPageArgs args, Output<string> formKey)
    {
        var (settings, agent, credentials) = (args.Settings, args.Agent.Script.ScriptName, args.Credentials);
        var bindings = new WorkerBindings()
            .PlainText("ENVIRONMENT", settings.Environment)
            .PlainText("ALLOWED_HOSTS", settings.Hostname)
            .PlainText("ACCESS_TEAM_DOMAIN", settings.Access.TeamDomain)
            .PlainText("ADMIN_AUDIENCE", args.Audience)
            .PlainText("ADMIN_EMAILS", string.Join(',', settings.Access.AdminEmails))
            .SecretText("FORM_KEY", formKey)
            .PlainText("READS_CONVERSATIONS", settings.Access.AdminReadsConversations ? "on" : "off")
            .Service("AGENT", args.Front.Script.ScriptName)
            .PlainText("RUNS_PER_DAY", settings.Limits.RunsPerDay)
            .PlainText("RUNS_PER_MONTH", settings.Limits.RunsPerMonth)
            .PlainText("MONTHLY_BUDGET_USD", settings.Alerts.MonthlyBudgetUsd)
            .PlainText("WORKERS_PLAN", settings.WorkersPaid ? "paid" : "free")
            .PlainText("MODELS", string.Join(' ', settings.Models.Select(model => model.Name ?? model.Provider)))
            .PlainText("MODEL_PRICES", PricesOf(settings))
            .PlainText("CREDENTIAL_GENERATION", credentials.Version)
            .PlainText("CREDENTIAL_CREATED_AT", credentials.CreatedAt.Apply(OrUnknown))
            .PlainText("CREDENTIAL_EXPIRES_AT", credentials.ExpiresAt.Apply(OrUnknown))
            .PlainText("AGENT_SHA256", args.Bundle.Sha256)
            .PlainText("ADMIN_SHA256", args.Bundle.Manifest.Admin.Sha256);
        foreach (var durableObject in args.Bundle.Manifest.DurableObjects.Where(it => Asked.Contains(it.Binding)))
        {
            bindings.DurableObject(durableObject, agent);
        }

        return bindings.ToArray();
    }

    /// <summary>What the stack's models cost, as far as it is known; the page says of which it is not.</summary>
    private static string PricesOf(StackSettings settings)
    {
        var prices = new JsonObject();
        foreach (var name in settings.Models.Select(model => model.Name ?? model.Provider).Distinct(StringComparer.Ordinal))
        {
            if (ModelPriceTable.Find(name)?.Price is { } price)
            {
                prices[name] = new JsonObject
                {
                    ["input"] = price.Fresh,
                    ["cacheRead"] = price.CacheRead,
                    ["cacheWrite"] = price.CacheWrite,
                    ["output"] = price.Output,
                };
            }
        }

        return prices.ToJsonString();
    }

    private static string OrUnknown(string? text) => string.IsNullOrEmpty(text) ? Unknown : text;
}
