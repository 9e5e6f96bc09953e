using System.CommandLine;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Asking;
using NanoClaw.Cli.Output;

namespace NanoClaw.Cli.Commands.Memory;

/// <summary><c>nanoclaw memory export</c>.</summary>
internal static class MemoryExportCommand
{
    private const string Details = $$"""
        It prints one JSON object: { exportedAt, groups: [{ folder, jid, name, notes: [{ key, value, at, strangers }] }] }; jid and name are null for a group that is not registered. If the notes of one group cannot be had, nothing is printed.

        Examples:
          nanoclaw memory export > notes.json            # every group's
          nanoclaw memory export family > family.json
          nanoclaw memory export old-club --removed > old-club.json

        {{ExitCode.MemoryHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var which = new Argument<string?>(MemoryOptions.GroupName)
        {
            Description = "The group. Default: all that are registered.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var removed = MemoryOptions.Removed();
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("export", "Prints all notes of a group's agent, or of every group's, as JSON.", Details) { which, removed, env };
        command.Validators.Add(result =>
        {
            if (result.GetValue(removed) && result.GetValue(which) is null)
            {
                result.AddError("With --removed, name the group's folder.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var envFile = parsed.GetValue(env);
                IReadOnlyList<NotedGroup> groups = parsed.GetValue(which) is { } named
                    ? [await NotesConnection.FindGroupAsync(context, envFile, named, parsed.GetValue(removed), cancellationToken)]
                    : await NotesConnection.ListGroupsAsync(context, envFile, cancellationToken);
                await using var connection = await NotesConnection.OpenAsync(context, envFile);
                var exported = new List<GroupNotes>();
                foreach (var group in groups)
                {
                    var notes = await connection.ListAsync(group.Folder, cancellationToken);
                    exported.Add(new(group.Folder, group.Jid, group.Name, [.. notes.Select(NoteEntry.Of)]));
                }

                JsonOutput.Write(context, new ExportedNotes(context.Time.GetUtcNow(), exported), types => types.ExportedNotes);
                return ExitCode.Success;
            }
        );
        return command;
    }
}
