using System.CommandLine;
using System.Text.RegularExpressions;
using NanoClaw.Backup.Keys;
using NanoClaw.Cli.BackingUp;
using NanoClaw.Cli.Output;
using NanoClaw.Home.BackingUp;
using NanoClaw.Home.Settings;

namespace NanoClaw.Cli.Commands.Backup;

/// <summary><c>nanoclaw backup key import</c>.</summary>
internal static partial class BackupKeyImportCommand
{
    private const string Details = $$"""
        It reads the recovery key from the standard input, never from the command line, where others would see it. Small letters, blanks and line ends do not matter, and one wrong character is found. A key that is here already is replaced with --force alone, and kept beside.

        --json: { file, fingerprint, recoveryKey, earlierKeptAs }; recoveryKey is null.

        Examples:
          nanoclaw backup key import                # then type it, and Ctrl-D
          nanoclaw backup key import < recovery-key.txt

        {{ExitCode.BackupHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var force = new Option<bool>("--force") { Description = "Replace the key that is here." };
        var json = CommonOptions.Json("what was taken");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("import", "Imports a recovery key that was printed.", Details) { force, json, env };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var file = BackupSettings.Read(context, AssistantSettings.Read(context, parsed.GetValue(env))).KeyFile;
                if (context.InputIsTerminal)
                {
                    await context.Error.WriteLineAsync("The recovery key, then Ctrl-D:");
                }

                var key = BackupKey.Parse(KeyIn(await context.In.ReadToEndAsync(cancellationToken)));
                string? kept = null;
                if (file.Exists && !parsed.GetValue(force) && file.Read().Fingerprint != key.Fingerprint)
                {
                    throw new CliException(
                        $"{file.Path} holds another key. Backups that were made with it need it: --force keeps it beside and takes this one.",
                        ExitCode.Conflict
                    );
                }

                if (!file.Exists || parsed.GetValue(force))
                {
                    kept = file.Replace(key, context.Time.GetUtcNow());
                }

                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context, new ShownKey(file.Path, key.Fingerprint, RecoveryKey: null, kept), types => types.ShownKey);
                }
                else
                {
                    await context.Out.WriteLineAsync(
                        $"The key {key.Fingerprint} is in {file.Path}.{(kept is null ? "" : $" The one before is kept as {kept}.")} What it reads: nanoclaw backup list."
                    );
                }

                return ExitCode.Success;
            }
        );
        return command;
    }

    /// <summary>Of a sheet that 'key show' printed, its lines of groups; else all that was typed.</summary>
    private static string KeyIn(string text)
    {
        var groups = text.Split('\n').Select(line => line.Trim()).Where(line => GroupsOfFour().IsMatch(line)).ToList();
        return groups.Count > 0 ? string.Concat(groups) : text;
    }

    [GeneratedRegex("^[0-9A-Za-z]{4}(-[0-9A-Za-z]{4})+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GroupsOfFour();
}
