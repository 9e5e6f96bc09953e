using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using NanoClaw.Cli.Costing;
using NanoClaw.Cli.SettingUp;
using NanoClaw.Deployment;
using NanoClaw.Deployment.Cloudflare;
using NanoClaw.Deployment.GitHub;
using NanoClaw.Deployment.Pulumi;
using NanoClaw.Deployment.Setup;
using NanoClaw.Deployment.StackFiles;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw setup</c>: from an API token to a stack that can be deployed.</summary>
internal static class SetupCommand
{
    private const string Details = """
        It looks first: at the API token's permissions, one by one, by calls that change nothing; at the account, the zone and
        its plan, the Zero Trust team, the workers.dev subdomain, rulesets that are in the zone, and the hostname. Where
        something has to be changed in the dashboard, it says where to click. Then it shows what it would do, and does it after a yes:
        registers the subdomain, writes Pulumi.<stack>.yaml with its comments kept, makes the stack, sets its secrets on
        pulumi's standard input, takes over rulesets that are there (asked for by itself), and ends with a preview.
        A second run finds what was done, and shows what differs.

        The API token is read from CLOUDFLARE_API_TOKEN, from a prompt that does not show it, or with --token-stdin; the
        model's key from ANTHROPIC_API_KEY or OPENAI_API_KEY or a prompt; aiGatewayToken from CLOUDFLARE_AI_GATEWAY_TOKEN.
        None of them is ever an argument. Without a terminal it asks nothing, names what is missing, and needs --yes.

        --github prints the gh commands for the environments, variables and secrets that the workflows need; it reads the
        stacks' files and asks nobody.

        Examples:
          nanoclaw setup --stack dev
          nanoclaw setup --stack prod --zone example.com --model-provider anthropic --model claude-sonnet-4-5
          nanoclaw setup --stack prod --check
          nanoclaw setup --stack dev --yes --json --token-stdin < token.txt
          nanoclaw setup --github

        --json: { stack, isInOrder, token, account, zone, team, workersSubdomain, permissions: [{ scope, name, level, state, for, isLacking }],
          rulesets: [{ phase, id, rules, belongs }], blockers, changes: [{ stack, key, before, after }], secrets, done, next }

        Exit codes:
          0  done, or nothing to do
          1  --check found a difference, pulumi failed, or the answer was no
          2  the command line is wrong, an answer is missing, or there is no Pulumi CLI
          3  the API token is refused, or lacks a permission
          4  Cloudflare's API has had too many requests
          5  Cloudflare's API cannot be reached
          6  something has to be mended first: it is named
          10  an update would replace a ruleset that was taken over
        """;

    /// <summary>For people who look at it as well: letters and quotes stay as they are.</summary>
    private static readonly SetupJson Readable = new(
        new JsonSerializerOptions(SetupJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
    );

    public static Command Create(CliContext context)
    {
        var stack = new Option<string>("--stack", "-s") { Description = "The stack. Default: dev.", DefaultValueFactory = _ => "dev" };
        var check = new Option<bool>("--check") { Description = "Change nothing and ask nothing; exit with 1 where something differs." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Agree to what is shown, except to a takeover of rulesets that removes rules." };
        var adopt = new Option<bool>("--adopt") { Description = "Agree to take over the zone's rulesets, even where rules of theirs go." };
        var replace = new Option<bool>("--replace-secrets") { Description = "Set secrets that are set already." };
        var noPreview = new Option<bool>("--no-preview") { Description = "Do not end with 'pulumi preview'." };
        var tokenInput = new Option<bool>("--token-stdin") { Description = "Read the API token from the standard input." };
        var github = new Option<bool>("--github") { Description = "Print the gh commands that prepare the repository on GitHub, and nothing else." };
        var json = CommonOptions.Json("what was found, done, and comes next");
        var answers = new SetupOptions();
        var command = new DocumentedCommand("setup", "Sets up a stack on your Cloudflare account: looks, asks, writes the settings and previews.", Details)
        {
            stack,
            check,
            yes,
            adopt,
            replace,
            noPreview,
            tokenInput,
            github,
            json,
        };
        foreach (var option in answers.All)
        {
            command.Options.Add(option);
        }

        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (parsed.GetValue(github))
                {
                    return await PrintGitHubAsync(context, parsed.GetValue(json), cancellationToken).ConfigureAwait(false);
                }

                var request = answers.Read(parsed, parsed.GetValue(stack)!) with
                {
                    Check = parsed.GetValue(check),
                    Yes = parsed.GetValue(yes),
                    Adopt = parsed.GetValue(adopt),
                    ReplaceSecrets = parsed.GetValue(replace),
                    Preview = !parsed.GetValue(noPreview),
                };
                var report = await RunAsync(context, request, parsed.GetValue(tokenInput), cancellationToken).ConfigureAwait(false);
                Print(context, report, parsed.GetValue(json));
                return CodeOf(report, request);
            }
        );
        return command;
    }

    private static async Task<SetupReport> RunAsync(CliContext context, SetupRequest request, bool tokenFromInput, CancellationToken cancellationToken)
    {
        var canAsk = context.InputIsTerminal && !tokenFromInput && !request.Check;
        var token = await TokenSource.ReadAsync(context, tokenFromInput, context.InputIsTerminal, cancellationToken).ConfigureAwait(false);
        using var http = CloudflareApi.CreateClient(CloudflareAddress.Of(context));
        var conversation = new TerminalConversation(context, canAsk);
        return await new SetupRun(
            request,
            new SetupSurroundings
            {
                Folder = new StackFolder(context.ProjectFolder),
                Cloudflare = new CloudflareClient(new CloudflareApi(http, token, context.Time, text => conversation.Say(SetupMark.Note, text))),
                Pulumi = context.Pulumi(new Dictionary<string, string>(StringComparer.Ordinal) { [TokenSource.Variable] = token.Reveal() }),
                Variable = context.Variable,
                Time = context.Time,
            },
            conversation
        ).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void Print(CliContext context, SetupReport report, bool json)
    {
        if (json)
        {
            context.Verbatim.WriteLine(JsonSerializer.Serialize(report, Readable.SetupReport));
            return;
        }

        context.Error.WriteLine();
        if (report.Blockers.Count > 0)
        {
            context.Error.WriteLine(
                $"{(report.Blockers.Count == 1 ? "One thing has" : $"{report.Blockers.Count} things have")} to be mended first (BAD above). Then run the same command again; nothing was changed."
            );
        }
        else if (report.Next.Count > 0)
        {
            context.Error.WriteLine("Next:");
            foreach (var next in report.Next)
            {
                context.Out.WriteLine($"  {next}");
            }
        }
        else
        {
            context.Error.WriteLine(
                report.IsInOrder ? "Everything is as it has to be." : "This differs (-> above). Do it with the same command without --check."
            );
        }
    }

    private static int CodeOf(SetupReport report, SetupRequest request) =>
        report switch
        {
            { Blockers.Count: > 0 } => report.Permissions.Any(permission => permission.IsLacking) ? ExitCode.Refused : ExitCode.Conflict,
            { IsInOrder: false } when request.Check => ExitCode.Failure,
            _ => ExitCode.Success,
        };

    private static async Task<int> PrintGitHubAsync(CliContext context, bool json, CancellationToken cancellationToken)
    {
        PulumiLogin? login;
        try
        {
            login = await context.Pulumi().WhoAmIAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DeploymentException)
        {
            // Only two values depend on it, and they are marked as one's own to fill in.
            login = null;
        }

        var plan = GitHubSetup.Read(context.ProjectFolder, login);
        if (json)
        {
            context.Verbatim.WriteLine(JsonSerializer.Serialize(plan, Readable.GitHubPlan));
        }
        else
        {
            foreach (var line in GitHubCommands.Write(plan))
            {
                context.Out.WriteLine(line);
            }
        }

        return ExitCode.Success;
    }
}
