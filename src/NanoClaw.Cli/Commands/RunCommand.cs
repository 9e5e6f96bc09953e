using System.CommandLine;
using Microsoft.Extensions.Hosting;
using NanoClaw.Cli.Running;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw run</c>: the assistant, until it is told to stop.</summary>
internal static class RunCommand
{
    private const string Details = """
        Examples:
          nanoclaw run
          nanoclaw run --env-file /etc/nanoclaw.env
        """;

    public static Command Create(CliContext context)
    {
        var env = new Option<string?>("--env-file") { Description = "A .env file in the place of the project's." };
        var command = new DocumentedCommand("run", "Runs the assistant: messages in, answers out, until Ctrl-C.", Details) { env };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = AssistantSettings.Read(context, parsed.GetValue(env));
            await using var store = settings.OpenStore(exclusive: true, context.Time);
            using var host = AssistantProcess.Build(settings, store, context.Time);
            await host.RunAsync(cancellationToken).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }
}
