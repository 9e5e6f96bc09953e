using System.CommandLine;
using NanoClaw.Cli.Installing;
using NanoClaw.Cli.Output;
using NanoClaw.Installation.Services;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands.Services;

/// <summary><c>nanoclaw service status</c>: what systemd says of the units.</summary>
internal static class ServiceStatusCommand
{
    private const string Details = $$"""
        What the assistant itself is doing, 'nanoclaw status' tells.

        --json: [{ unit, state, enabled, processId, restarts, lastExitCode, since, next, isActive }]

        Examples:
          nanoclaw service status
          nanoclaw service status --system --json

        {{ServiceCommand.ExitCodes}}
        """;

    public static Command Create(CliContext context)
    {
        var system = ServiceCommand.System();
        var json = CommonOptions.Json("each unit");
        var command = new DocumentedCommand("status", "Shows what systemd says of the service and its timer.", Details) { system, json };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var isSystem = parsed.GetValue(system);
                var statuses = await ServiceTools.Open(context, isSystem, changes: false).StatusAsync(cancellationToken).ConfigureAwait(false);
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context, statuses, it => it.IReadOnlyListUnitStatus);
                }
                else
                {
                    Write(context, statuses);
                }

                if (statuses.Count == 0)
                {
                    context.Error.WriteLine($"No service is installed in {ServiceTools.Folder(context, isSystem).Path}. 'nanoclaw service install' makes one.");
                    return ExitCode.NotFound;
                }

                return statuses.Any(status => status is { Unit: ServiceUnits.Assistant, IsActive: true }) ? ExitCode.Success : ExitCode.Failure;
            }
        );
        return command;
    }

    private static void Write(CliContext context, IReadOnlyList<UnitStatus> statuses)
    {
        if (statuses.Count == 0)
        {
            return;
        }

        var table = new TextTable("UNIT", "STATE", "STARTS", "PROCESS", "RESTARTS", "SINCE OR NEXT");
        foreach (var status in statuses)
        {
            table.Add(status.Unit, status.State, status.Enabled, status.ProcessId?.ToString(), status.Restarts?.ToString(), status.Next ?? status.Since);
        }

        table.Write(context);
    }
}
