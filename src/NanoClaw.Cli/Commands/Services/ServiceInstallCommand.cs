using System.CommandLine;
using NanoClaw.Cli.Installing;
using NanoClaw.Cli.Output;
using NanoClaw.Installation.Services;

namespace NanoClaw.Cli.Commands.Services;

/// <summary><c>nanoclaw service install</c>: shows the units, then writes and starts them.</summary>
internal static class ServiceInstallCommand
{
    private const string Details = $$"""
        It shows each file and each command first, and asks. The service runs 'nanoclaw run' in this folder, with its .env; the units hold no secret. In a clone it runs what './nanoclaw' built last, and builds nothing itself.

        A unit of your own (the default) ends with your login, unless 'loginctl enable-linger' is set. One of the machine (--system, as root) is closed further: it writes to its own folders alone.

        With --stack a timer pulls that stack's credentials each day, as 'nanoclaw config pull --stack NAME'. Pulumi's token is read from ~/.config/nanoclaw/pull.env (--system: /etc/nanoclaw/pull.env).

        A unit that you changed is never written over without your word. Lines of your own belong into a drop-in ('systemctl --user edit nanoclaw'), which stays.

        --json: { units: [{ path, state, text }], commands, done }; state is missing, same, earlier or changed.

        Examples:
          nanoclaw service install --print
          nanoclaw service install
          nanoclaw service install --stack prod
          sudo nanoclaw service install --system --user nanoclaw --yes

        {{ServiceCommand.ExitCodes}}
        """;

    public static Command Create(CliContext context)
    {
        var system = ServiceCommand.System();
        var user = new Option<string?>("--user") { Description = "The account that a --system service runs as. Default: who called sudo." };
        var stack = new Option<string?>("--stack", "-s") { Description = "Pull this stack's credentials each day." };
        var print = new Option<bool>("--print") { Description = "Print the units and do nothing." };
        var yes = ServiceCommand.Yes();
        var force = ServiceCommand.Force();
        var json = CommonOptions.Json("units and commands");
        var command = new DocumentedCommand("install", "Writes systemd's units for the assistant and starts it, after showing them.", Details)
        {
            system,
            user,
            stack,
            print,
            yes,
            force,
            json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(user) is not null && !result.GetValue(system))
            {
                result.AddError("--user is for --system: a service of your own runs as you.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var isSystem = parsed.GetValue(system);
                var units = ServiceUnits.Of(ServicePlanReader.Read(context, isSystem, parsed.GetValue(user), parsed.GetValue(stack)));
                var folder = ServiceTools.Folder(context, isSystem);
                var shown = ShownUnits.Of(folder, units, isSystem);
                var isJson = parsed.GetValue(json);
                if (parsed.GetValue(print))
                {
                    Show(context, shown, isJson);
                    return ExitCode.Success;
                }

                var installation = ServiceTools.Open(context, isSystem, changes: true);
                if (!isJson)
                {
                    shown.Write(context);
                }

                if (!parsed.GetValue(force) && installation.ChangedByHand(units) is { Count: > 0 } changed)
                {
                    Refused(context, changed);
                }

                if (!parsed.GetValue(yes) && Consent.Ask(context, "Write these files and run these commands?") is var answer and not true)
                {
                    Show(context, isJson ? shown : null, isJson);
                    context.Error.WriteLine(answer is null ? "Nothing was done: there is nobody to ask. Say --yes to do it." : "Nothing was done.");
                    return ExitCode.Success;
                }

                await installation.InstallAsync(units, cancellationToken).ConfigureAwait(false);
                Show(context, isJson ? shown with { Done = true } : null, isJson);
                context.Error.WriteLine(
                    isSystem
                        ? "It runs. 'nanoclaw service status --system' shows how, 'journalctl -u nanoclaw' what it says."
                        : "It runs. 'nanoclaw service status' shows how, 'journalctl --user -u nanoclaw' what it says. So that it runs without your login: loginctl enable-linger"
                );
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static void Refused(CliContext context, IReadOnlyList<string> changed)
    {
        var files = string.Join(", ", changed);
        if (Consent.Ask(context, $"You changed {files}. Write over it?") is not true)
        {
            throw new CliException(
                $"{files} was changed by hand, and stays as it is. Put your lines into a drop-in ('systemctl edit') and use --force, or remove the file.",
                ExitCode.Conflict
            );
        }
    }

    private static void Show(CliContext context, ShownUnits? shown, bool isJson)
    {
        if (shown is null)
        {
            return;
        }

        if (isJson)
        {
            JsonOutput.Write(context, shown, json => json.ShownUnits);
        }
        else
        {
            shown.Write(context);
        }
    }
}
