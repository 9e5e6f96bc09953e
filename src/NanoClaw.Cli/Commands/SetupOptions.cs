using System.CommandLine;
using NanoClaw.Deployment.Setup;

namespace NanoClaw.Cli.Commands;

/// <summary>The options of <c>nanoclaw setup</c> that answer a question beforehand.</summary>
internal sealed class SetupOptions
{
    private readonly Option<string?> account = new("--account") { Description = "The account, by its name or id.", HelpName = "NAME|ID" };
    private readonly Option<string?> zone = new("--zone") { Description = "The domain that is a zone of the account.", HelpName = "DOMAIN|ID" };
    private readonly Option<string?> hostname = new("--hostname") { Description = "Where the agent answers, a free name under that domain. Default: agent-<stack>.<domain>.", HelpName = "NAME" };
    private readonly Option<string?> team = new("--team") { Description = "The Zero Trust team's domain, where the API token may not look it up.", HelpName = "TEAM" };
    private readonly Option<string?> workersPlan = new("--workers-plan") { Description = "The account's Workers plan: free ($0) or paid ($5 a month).", HelpName = "free|paid" };
    private readonly Option<string?> subdomain = new("--workers-subdomain") { Description = "The workers.dev subdomain to register where the account has none.", HelpName = "NAME" };
    private readonly Option<string?> zoneRules = new("--zone-rules") { Description = "Whether this stack declares the zone's rules, or another one does. Default: owner, where no other file here says so.", HelpName = "owner|member" };
    private readonly Option<string?> ownerStack = new("--owner-stack") { Description = "The stack that declares them.", HelpName = "ORG/PROJECT/STACK" };
    private readonly Option<string?> provider = new("--model-provider") { Description = "Who answers: anthropic, openai, workers-ai or demo.", HelpName = "PROVIDER" };
    private readonly Option<string?> model = new("--model") { Description = "The model's name.", HelpName = "NAME" };
    private readonly Option<string?> baseUrl = new("--model-base-url") { Description = "Another endpoint of the same API.", HelpName = "URL" };
    private readonly Option<string[]> admins = new("--admin-email") { Description = "Who may open /admin; may be repeated. Empty for nobody.", HelpName = "EMAIL" };
    private readonly Option<string[]> alerts = new("--alert-email") { Description = "Who is mailed when a credential expires or the month gets dear; may be repeated.", HelpName = "EMAIL" };
    private readonly Option<string?> d1 = CommonOptions.YesNo("--d1", "Whether a D1 database is declared, for a store to come.");
    private readonly Option<string?> r2 = CommonOptions.YesNo("--r2", "Whether an R2 bucket is declared ($0 up to 10 GB, then $0.015 a GB and month).");
    private readonly Option<string?> gateway = CommonOptions.YesNo("--ai-gateway", "Whether the model is called through an AI Gateway of the stack's own.");

    public IEnumerable<Option> All => [account, zone, hostname, team, workersPlan, subdomain, zoneRules, ownerStack, provider, model, baseUrl, admins, alerts, d1, r2, gateway];

    public SetupRequest Read(ParseResult parsed, string stack) => new()
    {
        Stack = stack,
        Account = parsed.GetValue(account),
        Zone = parsed.GetValue(zone),
        Hostname = parsed.GetValue(hostname),
        Team = parsed.GetValue(team),
        WorkersPlan = parsed.GetValue(workersPlan),
        WorkersSubdomain = parsed.GetValue(subdomain),
        ZoneRules = parsed.GetValue(zoneRules),
        OwnerStack = parsed.GetValue(ownerStack),
        ModelProvider = parsed.GetValue(provider),
        ModelName = parsed.GetValue(model),
        ModelBaseUrl = parsed.GetValue(baseUrl),
        AdminEmails = Emails(parsed, admins),
        AlertEmails = Emails(parsed, alerts),
        D1 = parsed.GetYesNo(d1),
        R2 = parsed.GetYesNo(r2),
        AiGateway = parsed.GetYesNo(gateway),
    };

    private static string[]? Emails(ParseResult parsed, Option<string[]> option) =>
        parsed.GetResult(option) is { Implicit: false } ? [.. parsed.GetValue(option)!.Where(email => email.Length > 0)] : null;
}
