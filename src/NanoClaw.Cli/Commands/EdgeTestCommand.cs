using System.CommandLine;
using System.Security.Cryptography;
using NanoClaw.LocalCloud;
using NanoClaw.LocalCloud.Edge;
using NanoClaw.LocalCloud.Edge.Checklist;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw edge test</c>: a checklist's requests, held against what a stack declares.</summary>
internal static class EdgeTestCommand
{
    private const string Details = """
        Nothing is deployed and no Worker runs: a small server in its place counts what the edge lets through. Each case is tried over HTTP/2 and over HTTP/1.1. docs/examples/edge-checklist.yaml is a checklist to start from.

        Examples:
          nanoclaw edge test docs/examples/edge-checklist.yaml
          nanoclaw edge test docs/examples/edge-checklist.yaml --stack dev --json
          nanoclaw edge test docs/examples/edge-checklist.yaml --stack prod --config zonePlan=pro

        Exit codes:
          0  every verdict is the expected one
          1  one is not, or the stack cannot be enforced here
          2  the command line or the checklist is wrong
        """;

    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("FILE") { Description = "The checklist, in YAML." };
        var stack = new Option<string>("--stack", "-s") { Description = "The stack whose rules are tried.", DefaultValueFactory = _ => StackName.Local };
        var json = new Option<bool>("--json") { Description = "Write the results as JSON." };
        var config = SettingOverrides.Create();
        var command = new DocumentedCommand("test", "Sends a checklist's requests to a stack's edge rules on this machine, and compares the verdicts.", Details)
        {
            file,
            stack,
            json,
            config,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var options = new LocalCloudOptions
                {
                    ProjectFolder = context.ProjectFolder,
                    Stack = parsed.GetValue(stack)!,
                    Model = ModelChoice.FromEnvironment(static _ => null),
                    Overrides = parsed.GetValue(config)!,
                };
                return RunAsync(context, options, parsed.GetValue(file)!, parsed.GetValue(json), cancellationToken);
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, LocalCloudOptions options, string file, bool json, CancellationToken cancellationToken)
    {
        var checklist = await ReadAsync(file, cancellationToken).ConfigureAwait(false);
        var values = new ProviderValues(RandomNumberGenerator.GetBytes(32), context.Time.GetUtcNow());
        var settings = StackSettingsSource.Read(options, values);
        var evaluated = await StackEvaluation.RunAsync(settings, values, options.ProjectFolder, cancellationToken).ConfigureAwait(false);
        try
        {
            var results = await new ChecklistRunner(evaluated.InForce, context.Time).RunAsync(checklist, cancellationToken).ConfigureAwait(false);
            await context.Out.WriteAsync(json ? ChecklistReport.Json(results) + "\n" : ChecklistReport.Table(results)).ConfigureAwait(false);
            return results.All(r => r.Passed) ? ExitCode.Success : ExitCode.Failure;
        }
        catch (LocalEdgeException exception)
        {
            throw new CliException(exception.Message, ExitCode.Failure, exception);
        }
    }

    private static async Task<EdgeChecklist> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return ChecklistReader.Read(await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false), file);
        }
        catch (ChecklistException exception)
        {
            throw new CliException(exception.Message, ExitCode.Usage, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"The checklist cannot be read: {exception.Message}", ExitCode.Usage, exception);
        }
    }
}
