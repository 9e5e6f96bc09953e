using System.CommandLine;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Asking;
using NanoClaw.Cli.Output;
using NanoClaw.Home.Settings;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands.Memory;

/// <summary><c>nanoclaw memory list</c>.</summary>
internal static class MemoryListCommand
{
    private const int ValueShown = 200;

    private const string Details = $$"""
        The notes lie at the Worker, in the group's Durable Object; the agent keeps, replaces and forgets them with its tools. STRANGERS says whose words the model had before it when it kept a note: of pages (web), of other groups (groups). Long notes are cut here; --json and 'memory export' have them whole.

        --json: an array of { key, value, at, strangers }, the newest first.

        Examples:
          nanoclaw memory list family
          nanoclaw memory list family --json | jq -r '.[] | select(.strangers != []) | .key'
          nanoclaw memory list old-club --removed

        {{ExitCode.MemoryHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var which = MemoryOptions.Group();
        var removed = MemoryOptions.Removed();
        var json = CommonOptions.Json("the notes");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("list", "Lists the notes of a group's agent.", Details) { which, removed, json, env };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var envFile = parsed.GetValue(env);
                var group = await NotesConnection.FindGroupAsync(context, envFile, parsed.GetValue(which)!, parsed.GetValue(removed), cancellationToken);
                await using var connection = await NotesConnection.OpenAsync(context, envFile);
                IReadOnlyList<NoteEntry> notes = [.. (await connection.ListAsync(group.Folder, cancellationToken)).Select(NoteEntry.Of)];
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context, notes, types => types.IReadOnlyListNoteEntry);
                }
                else if (notes.Count > 0)
                {
                    Show(context, new TimeText(TimeZoneInfo.FindSystemTimeZoneById(AssistantSettings.Read(context, envFile).Host.TimeZone)), notes);
                }
                else
                {
                    await context.Out.WriteLineAsync($"The agent keeps no notes about {group.Folder}.");
                }

                return ExitCode.Success;
            }
        );
        return command;
    }

    private static void Show(CliContext context, TimeText times, IReadOnlyList<NoteEntry> notes)
    {
        var table = new TextTable("AT", "STRANGERS", "KEY", "VALUE");
        foreach (var note in notes)
        {
            table.Add(times.Of(note.At, context.Time.GetUtcNow()), string.Join(' ', note.Strangers), note.Key, OneLine.Of(note.Value, ValueShown));
        }

        table.Write(context);
    }
}
