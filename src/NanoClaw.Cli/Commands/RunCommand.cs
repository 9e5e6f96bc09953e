using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NanoClaw.Cli.Installing;
using NanoClaw.Cli.Running;
using NanoClaw.Home.BackingUp;
using NanoClaw.Home.Channels;
using NanoClaw.Home.Running;
using NanoClaw.Home.Running.Logging;
using NanoClaw.Home.Settings;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw run</c>: the assistant, until it is told to stop.</summary>
internal static class RunCommand
{
    private const string Details = """
        It answers in every channel whose credentials are set, and keeps everything in store/. docs/OPERATIONS.md lists its settings.

        Ctrl-C or SIGTERM: finishes what runs, within SHUTDOWN_SECONDS (10); the next start takes up the rest. A second one leaves at once.

        Examples:
          nanoclaw run
          nanoclaw run --env-file /etc/nanoclaw.env
          nanoclaw run --json | jq -c 'select(.level == "error")'

        Exit codes:
          0  stopped by Ctrl-C or SIGTERM
          1  the store or the assistant failed
          2  the command line or the configuration is wrong
          6  another NanoClaw has the store
          130  a second Ctrl-C; 143: a second SIGTERM
        """;

    public static Command Create(CliContext context)
    {
        var env = new Option<string?>("--env-file") { Description = "Read this .env file instead of the project's." };
        var json = new Option<bool>("--json") { Description = "Write the log as JSON lines, as LOG_FORMAT=json does." };
        var command = new DocumentedCommand("run", "Runs the assistant: messages in, answers out, until Ctrl-C.", Details) { HandlesSignals = true };
        command.Add(env);
        command.Add(json);
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var settings = AssistantSettings.Read(context, parsed.GetValue(env));
                return RunAsync(context, parsed.GetValue(json) ? settings with { LogFormat = LogFormat.Json } : settings, cancellationToken);
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, AssistantSettings settings, CancellationToken cancellationToken)
    {
        var backups = BackupSettings.Read(context, settings);
        var channels = AssistantChannels.Configured(settings);
        var bound = settings.Host.ShutdownTimeout.TotalSeconds;
        using var signals = new TerminationSignals(
            () => context.Error.WriteLine($"Finishing what runs (at most {bound:0} s); Ctrl-C again leaves at once."),
            Environment.Exit,
            cancellationToken
        );
        using var log = LogEntries.To(context, settings.LogFormat, hasStack: settings.LogLevel <= LogLevel.Debug, settings.Zone);
        await using var process = await AssistantProcess.CreateAsync(
            settings,
            services =>
            {
                services.AddSingleton(ThisProgram.Build);
                foreach (var channel in channels)
                {
                    channel.Add(services, settings);
                }
            },
            log,
            context.Time,
            backups
        );
        var screen = await StartScreen.OfAsync(process, settings, signals.Token);
        if (settings.LogFormat is LogFormat.Json)
        {
            log.Write(screen.ToEntry(settings.Host.AssistantName, context.Time));
        }
        else
        {
            screen.Show(context.Progress(), settings.Host.AssistantName);
        }

        await process.RunAsync(signals.Token);
        return ExitCode.Success;
    }
}
