using System.CommandLine;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Asking;
using NanoClaw.Cli.Output;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands.Memory;

/// <summary><c>nanoclaw memory forget</c>.</summary>
internal static class MemoryForgetCommand
{
    private const string Details = $$"""
        The note is deleted at the Worker, at once and for good: 'memory export' keeps it first. What the agent has read of it in the conversation it is in stays there; 'nanoclaw sessions reset' ends that.

        --json: { folder, key, forgotten }; key is null with --all, forgotten the number of notes.

        Examples:
          nanoclaw memory forget family "the dog"
          nanoclaw memory forget family --all
          nanoclaw memory forget old-club --removed --all

        {{ExitCode.MemoryHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var which = MemoryOptions.Group();
        var key = new Argument<string?>("KEY") { Description = "The note's key, as 'memory list --json' prints it.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all", "-a") { Description = "All notes of the group." };
        var removed = MemoryOptions.Removed();
        var json = CommonOptions.Json("what was forgotten");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("forget", "Makes a group's agent forget notes.", Details) { which, key, all, removed, json, env };
        command.Validators.Add(result =>
        {
            if (string.IsNullOrEmpty(result.GetValue(key)) != result.GetValue(all))
            {
                result.AddError("Name a note by its key, or all with --all.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var envFile = parsed.GetValue(env);
                var group = await NotesConnection.FindGroupAsync(context, envFile, parsed.GetValue(which)!, parsed.GetValue(removed), cancellationToken);
                await using var connection = await NotesConnection.OpenAsync(context, envFile);
                var forgotten = parsed.GetValue(key) is { Length: > 0 } one
                    ? await ForgetAsync(connection, group.Folder, one, cancellationToken)
                    : new ForgottenNotes(group.Folder, Key: null, await connection.ForgetAllAsync(group.Folder, cancellationToken));
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context, forgotten, types => types.ForgottenNotes);
                }
                else
                {
                    await context.Out.WriteLineAsync(
                        $"Forgot {(forgotten.Key is { } gone ? OneLine.Of(gone) : forgotten.Forgotten is 1 ? "1 note" : $"{forgotten.Forgotten} notes")} of {group.Folder}."
                    );
                }

                return ExitCode.Success;
            }
        );
        return command;
    }

    private static async Task<ForgottenNotes> ForgetAsync(NotesConnection connection, string folder, string key, CancellationToken cancellationToken) =>
        await connection.ForgetAsync(folder, key, cancellationToken)
            ? new ForgottenNotes(folder, key, 1)
            : throw new CliException(
                $"The agent keeps no note '{OneLine.Of(key)}' about {folder}. 'nanoclaw memory list {folder}' shows those that it keeps.",
                ExitCode.NotFound
            );
}
