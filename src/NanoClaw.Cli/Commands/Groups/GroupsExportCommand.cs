using System.CommandLine;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Asking;
using NanoClaw.Cli.Output;
using NanoClaw.History.Exporting;

namespace NanoClaw.Cli.Commands.Groups;

/// <summary><c>nanoclaw groups export</c>.</summary>
internal static class GroupsExportCommand
{
    private const string Markdown = "markdown";
    private const string Json = "json";
    private const string StandardOutput = "-";

    private const string Details = $$"""
        Messages, tasks, and the notes that the agent keeps at the Worker; those are left out, and the document says so, where the agent cannot be asked. A file appears whole, readable by you alone, or not at all; one that is there stays unless --force is given. Without --output it goes to the standard output.

        markdown: a heading for each message, with time and writer, and its text word for word in a fence that nothing in it closes.
        json: { exportedAt, group: { folder, name, jid, channel, isMain, addedAt }, messages: [{ id, at, sender, senderName, fromAssistant, text, inAnswerTo }], tasks: [{ id, prompt, scheduleType, scheduleValue, contextMode, status, nextRun, lastRun, lastResult, createdAt }], notes: [{ key, value, at, strangers }], notesLeftOut }; notes is null where they are left out, and notesLeftOut says why.

        --json: { folder, file, format, messages, tasks, notes }, how much there is of each; with --output FILE alone.

        Examples:
          nanoclaw groups export family --output family.md
          nanoclaw groups export family --format json --output family.json
          nanoclaw groups export family --format json --no-notes | jq '.messages | length'

        {{ExitCode.AdministrationHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var group = new Argument<string>("GROUP") { Description = "The group: its folder or jid." };
        var format = new Option<string>("--format", "-f")
        {
            Description = $"{Markdown} or {Json}. Default: {Json} for a file that ends so, else {Markdown}.",
            HelpName = $"{Markdown}|{Json}",
        };
        format.AcceptOnlyFromAmong(Markdown, Json);
        var output = new Option<string>("--output", "-o") { Description = "The file; - is the standard output.", DefaultValueFactory = _ => StandardOutput };
        var force = new Option<bool>("--force") { Description = "Replace a file that is there." };
        var noNotes = new Option<bool>("--no-notes") { Description = "Leave the notes out, and do not ask the agent." };
        var json = CommonOptions.Json("what was written");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("export", "Writes a group's messages, tasks and notes as a document.", Details)
        {
            group,
            format,
            output,
            force,
            noNotes,
            json,
            env,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (parsed.GetValue(json) && parsed.GetValue(output) is StandardOutput)
                {
                    throw new CliException(
                        "--json says what was written to a file: name one with --output. For the group itself as JSON: --format json.",
                        ExitCode.Usage
                    );
                }

                var envFile = parsed.GetValue(env);
                await using var connection = StoreConnection.Open(context, envFile);
                var which = (await Home.Administration.Groups.ReadAsync(connection.Store, cancellationToken)).Get(parsed.GetValue(group)!);
                var (notes, leftOut) = parsed.GetValue(noNotes) ? (null, null) : await ReadNotesAsync(context, envFile, which.Folder, cancellationToken);
                if (leftOut is not null)
                {
                    await context.Error.WriteLineAsync($"note: the notes are left out: {TerminalText.Safe(leftOut)}");
                }

                var contents = new GroupContents
                {
                    Group = which,
                    Channel = (await connection.Store.Chats.ListAsync(cancellationToken)).FirstOrDefault(chat => chat.Jid == which.Jid)?.Channel,
                    ExportedAt = connection.Now,
                    Tasks = await connection.Store.Tasks.ListAsync(which.Folder, cancellationToken),
                    Notes = notes,
                    NotesLeftOut = leftOut,
                };
                var file = parsed.GetValue(output)!;
                var word = parsed.GetValue(format) ?? (file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? Json : Markdown);
                if (file is StandardOutput)
                {
                    await WriteAsync(context.Out, word, contents, connection, cancellationToken);
                    return ExitCode.Success;
                }

                var path = Path.GetFullPath(file, Environment.CurrentDirectory);
                if (!parsed.GetValue(force) && Path.Exists(path))
                {
                    throw new CliException($"{file} is there already. Name another file, or replace it with --force.", ExitCode.Conflict);
                }

                var count = 0L;
                await WholeFile.WriteAsync(
                    path,
                    parsed.GetValue(force),
                    async text => count = await WriteAsync(text, word, contents, connection, cancellationToken),
                    cancellationToken
                );
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(
                        context,
                        new ExportedGroup(which.Folder, path, word, count, contents.Tasks.Count, notes?.Count),
                        types => types.ExportedGroup
                    );
                }
                else
                {
                    await context.Out.WriteLineAsync(
                        $"{path}: {RunText.Count(count)} messages, {contents.Tasks.Count} tasks, {(notes is null ? "no notes" : $"{notes.Count} notes")} of {which.Folder}."
                    );
                }

                return ExitCode.Success;
            }
        );
        return command;
    }

    private static Task<long> WriteAsync(
        TextWriter output,
        string format,
        GroupContents contents,
        StoreConnection connection,
        CancellationToken cancellationToken
    ) =>
        format is Json
            ? new JsonExport(output).WriteAsync(contents, connection.Store.Messages, cancellationToken)
            : new MarkdownExport(output, connection.Settings.Zone).WriteAsync(contents, connection.Store.Messages, cancellationToken);

    /// <returns>The notes, or why there are none to be had.</returns>
    private static async Task<(IReadOnlyList<ExportedNote>? Notes, string? LeftOut)> ReadNotesAsync(
        CliContext context,
        string? envFile,
        string folder,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var connection = await NotesConnection.OpenAsync(context, envFile);
            return (
                [
                    .. (await connection.ListAsync(folder, cancellationToken)).Select(note => new ExportedNote(
                        note.Key,
                        note.Value,
                        note.At,
                        note.Origins ?? []
                    )),
                ],
                null
            );
        }
        catch (CliException exception)
        {
            return (null, exception.Message);
        }
    }
}
