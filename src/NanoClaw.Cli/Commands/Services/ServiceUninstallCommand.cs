using System.CommandLine;
using NanoClaw.Cli.Installing;
using NanoClaw.Installation.Services;

namespace NanoClaw.Cli.Commands.Services;

/// <summary><c>nanoclaw service uninstall</c>: the units go, everything else stays.</summary>
internal static class ServiceUninstallCommand
{
    private const string Details = $$"""
        The service is stopped and its units are removed. Store, groups, credentials and the program stay.

        Examples:
          nanoclaw service uninstall
          sudo nanoclaw service uninstall --system --yes

        {{ServiceCommand.ExitCodes}}
        """;

    public static Command Create(CliContext context)
    {
        var system = ServiceCommand.System();
        var yes = ServiceCommand.Yes();
        var force = ServiceCommand.Force();
        var command = new DocumentedCommand("uninstall", "Stops the service and removes its units.", Details) { system, yes, force };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var isSystem = parsed.GetValue(system);
                var installation = ServiceTools.Open(context, isSystem, changes: true);
                var installed = installation.Installed();
                if (installed.Count == 0)
                {
                    context.Error.WriteLine($"No service is installed in {ServiceTools.Folder(context, isSystem).Path}.");
                    return ExitCode.NotFound;
                }

                foreach (var name in installed.Where(name => name != ServiceUnits.Pull))
                {
                    context.Out.WriteLine(Systemctl.Line(isSystem, "disable", "--now", name));
                }

                context.Out.WriteLine($"rm {string.Join(' ', installed.Select(ServiceTools.Folder(context, isSystem).PathOf))}");
                if (
                    !parsed.GetValue(force)
                    && installation.ChangedByHand() is { Count: > 0 } changed
                    && Consent.Ask(context, $"You changed {string.Join(", ", changed)}. Remove it?") is not true
                )
                {
                    throw new CliException($"{string.Join(", ", changed)} was changed by hand, and stays. --force removes it too.", ExitCode.Conflict);
                }

                if (!parsed.GetValue(yes) && Consent.Ask(context, "Do this?") is var answer and not true)
                {
                    context.Error.WriteLine(answer is null ? "Nothing was done: there is nobody to ask. Say --yes to do it." : "Nothing was done.");
                    return ExitCode.Success;
                }

                await installation.UninstallAsync(cancellationToken).ConfigureAwait(false);
                context.Error.WriteLine($"The service is gone. Store, groups and credentials are still in {context.ProjectFolder}.");
                return ExitCode.Success;
            }
        );
        return command;
    }
}
