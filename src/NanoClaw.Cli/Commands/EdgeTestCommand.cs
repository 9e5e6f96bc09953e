using System.CommandLine;
using NanoClaw.LocalCloud;
using NanoClaw.LocalCloud.Edge;
using NanoClaw.LocalCloud.Edge.Checklist;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw edge test</c>: a checklist's requests, held against what a stack declares.</summary>
internal static class EdgeTestCommand
{
    private const string Description = """
        Sends the requests of a checklist to an edge on this machine that enforces what a stack declares, and compares the verdicts.

        Nothing is deployed and no Worker runs: a stand-in takes what the edge lets through. docs/examples/edge-checklist.yaml is a checklist to start from.

        Examples:
          nanoclaw edge test docs/examples/edge-checklist.yaml
          nanoclaw edge test docs/examples/edge-checklist.yaml --stack prod --json

        Exit codes:
          0  every verdict is the expected one
          1  one is not, or the stack cannot be enforced here
          2  the command line or the checklist is wrong
        """;

    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("FILE") { Description = "The checklist, in YAML." };
        var stack = new Option<string>("--stack", "-s") { Description = "The stack whose declaration is enforced.", DefaultValueFactory = _ => StackName.Local };
        var json = new Option<bool>("--json") { Description = "Write the results as JSON." };
        var command = new Command("test", Description) { file, stack, json };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(context, parsed.GetValue(file)!, parsed.GetValue(stack)!, parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, string file, string stack, bool json, CancellationToken cancellationToken)
    {
        var checklist = await ReadAsync(file, cancellationToken).ConfigureAwait(false);
        var configuration = stack == StackName.Local
            ? LocalConfiguration.Create(ModelChoice.FromEnvironment(static _ => null))
            : StackConfigurationFile.Read(context.ProjectFolder, stack, ProviderValues.ForPreview);
        var evaluated = await StackEvaluation.RunAsync(configuration, ProviderValues.ForPreview, context.ProjectFolder, cancellationToken).ConfigureAwait(false);
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
