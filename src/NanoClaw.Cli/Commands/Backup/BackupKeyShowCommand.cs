using System.CommandLine;
using NanoClaw.Cli.BackingUp;
using NanoClaw.Cli.Output;
using NanoClaw.Home.BackingUp;
using NanoClaw.Home.Settings;

namespace NanoClaw.Cli.Commands.Backup;

/// <summary><c>nanoclaw backup key show</c>.</summary>
internal static class BackupKeyShowCommand
{
    private const string Details = $$"""
        Whoever has the recovery key and the backups reads all of them; without it nobody does, you neither. Print it, and keep it where the computer is not. Where there is no key yet, one is made.

        --json: { file, fingerprint, recoveryKey, earlierKeptAs }

        Examples:
          nanoclaw backup key show
          nanoclaw backup key show | lp

        {{ExitCode.BackupHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var json = CommonOptions.Json("the key");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("show", "Shows the recovery key, to print it.", Details) { json, env };
        command.SetAction(
            async (parsed, _) =>
            {
                var file = BackupSettings.Read(context, AssistantSettings.Read(context, parsed.GetValue(env))).KeyFile;
                var key = file.ReadOrCreate(out var created);
                if (created)
                {
                    await context.Error.WriteLineAsync($"note: {file.Path} is new.");
                }

                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context, new ShownKey(file.Path, key.Fingerprint, key.RecoveryText, EarlierKeptAs: null), types => types.ShownKey);
                    return ExitCode.Success;
                }

                await context.Out.WriteLineAsync(
                    $"""
                    NanoClaw's backups, key {key.Fingerprint}. Whoever has this reads them; without it nobody does.

                      {key.RecoveryText[..34]}
                      {key.RecoveryText[35..]}

                    On another computer: nanoclaw backup key import
                    """
                );
                return ExitCode.Success;
            }
        );
        return command;
    }
}
