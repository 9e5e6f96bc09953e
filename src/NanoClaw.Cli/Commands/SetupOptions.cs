using System.CommandLine;
using NanoClaw.Deployment.Setup;

namespace NanoClaw.Cli.Commands;

/// <summary>The options of <c>nanoclaw setup</c> that answer a question beforehand.</summary>
internal sealed class SetupOptions
{
    private readonly Option<string?> _account = new("--account") { Description = "The account, by its name or id.", HelpName = "NAME|ID" };
    private readonly Option<string?> _zone = new("--zone") { Description = "The domain that is a zone of the account.", HelpName = "DOMAIN|ID" };
    private readonly Option<string?> _hostname = new("--hostname")
    {
        Description = "Where the agent answers, a free name under that domain. Default: agent-<stack>.<domain>.",
        HelpName = "NAME",
    };
    private readonly Option<string?> _team = new("--team")
    {
        Description = "The Zero Trust team's domain, where the API token may not look it up.",
        HelpName = "TEAM",
    };
    private readonly Option<string?> _workersPlan = new("--workers-plan")
    {
        Description = "The account's Workers plan: free ($0) or paid ($5 a month).",
        HelpName = "free|paid",
    };
    private readonly Option<string?> _subdomain = new("--workers-subdomain")
    {
        Description = "The workers.dev subdomain to register where the account has none.",
        HelpName = "NAME",
    };
    private readonly Option<string?> _zoneRules = new("--zone-rules")
    {
        Description = "Whether this stack declares the zone's rules, or another one does. Default: owner, where no other file here says so.",
        HelpName = "owner|member",
    };
    private readonly Option<string?> _ownerStack = new("--owner-stack") { Description = "The stack that declares them.", HelpName = "ORG/PROJECT/STACK" };
    private readonly Option<string?> _provider = new("--model-provider")
    {
        Description = "Who answers: anthropic, openai, workers-ai or demo.",
        HelpName = "PROVIDER",
    };
    private readonly Option<string?> _model = new("--model") { Description = "The model's name.", HelpName = "NAME" };
    private readonly Option<string?> _baseUrl = new("--model-base-url") { Description = "Another endpoint of the same API.", HelpName = "URL" };
    private readonly Option<string[]> _admins = new("--admin-email")
    {
        Description = "Who may open /admin; may be repeated. Empty for nobody.",
        HelpName = "EMAIL",
    };
    private readonly Option<string[]> _alerts = new("--alert-email")
    {
        Description = "Who is mailed when a credential expires or the month gets dear; may be repeated.",
        HelpName = "EMAIL",
    };
    private readonly Option<string?> _d1 = CommonOptions.YesNo("--d1", "Whether a D1 database is declared, for a store to come.");
    private readonly Option<string?> _r2 = CommonOptions.YesNo("--r2", "Whether an R2 bucket is declared ($0 up to 10 GB, then $0.015 a GB and month).");
    private readonly Option<string?> _gateway = CommonOptions.YesNo("--ai-gateway", "Whether the model is called through an AI Gateway of the stack's own.");

    public IEnumerable<Option> All =>
        [
            _account,
            _zone,
            _hostname,
            _team,
            _workersPlan,
            _subdomain,
            _zoneRules,
            _ownerStack,
            _provider,
            _model,
            _baseUrl,
            _admins,
            _alerts,
            _d1,
            _r2,
            _gateway,
        ];

    public SetupRequest Read(ParseResult parsed, string stack) =>
        new()
        {
            Stack = stack,
            Account = parsed.GetValue(_account),
            Zone = parsed.GetValue(_zone),
            Hostname = parsed.GetValue(_hostname),
            Team = parsed.GetValue(_team),
            WorkersPlan = parsed.GetValue(_workersPlan),
            WorkersSubdomain = parsed.GetValue(_subdomain),
            ZoneRules = parsed.GetValue(_zoneRules),
            OwnerStack = parsed.GetValue(_ownerStack),
            ModelProvider = parsed.GetValue(_provider),
            ModelName = parsed.GetValue(_model),
            ModelBaseUrl = parsed.GetValue(_baseUrl),
            AdminEmails = Emails(parsed, _admins),
            AlertEmails = Emails(parsed, _alerts),
            D1 = parsed.GetYesNo(_d1),
            R2 = parsed.GetYesNo(_r2),
            AiGateway = parsed.GetYesNo(_gateway),
        };

    private static string[]? Emails(ParseResult parsed, Option<string[]> option) =>
        parsed.GetResult(option) is { Implicit: false } ? [.. parsed.GetValue(option)!.Where(email => email.Length > 0)] : null;
}
