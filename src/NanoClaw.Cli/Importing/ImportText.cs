using System.Globalization;
using NanoClaw.Host.Text;
using NanoClaw.Import;
using NanoClaw.Store;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Importing;

/// <summary>An import in words.</summary>
internal static class ImportText
{
    private const int MostListed = 20;

    public static IEnumerable<string> Lines(ImportReport report)
    {
        yield return report.DryRun ? $"A dry run: nothing is changed. From {report.From} would come:" : $"Taken over from {report.From}:";
        foreach (var line in Taken(report))
        {
            yield return Part(line);
        }

        var notTaken = NotTaken(report).ToList();
        if (notTaken.Count > 0)
        {
            yield return "";
            yield return report.DryRun ? "What would not, and what would change:" : "What was not, and what has changed:";
            foreach (var line in notTaken)
            {
                yield return Part(line);
            }
        }

        foreach (var line in Settings(report).Concat(report.Warnings.Select(warning => $"warning: {OneLine.Of(warning)}")))
        {
            yield return line;
        }

        yield return "";
        foreach (var line in report.DryRun ? AfterDryRun(report) : Next(report))
        {
            yield return line;
        }
    }

    /// <summary>Names of chats are other people's: none of them may begin a line of its own.</summary>
    private static string Part(string text) => $"  {OneLine.Of(text)}";

    private static IEnumerable<string> Taken(ImportReport report)
    {
        var database = report.Database;
        yield return $"{report.StoreFolder}{Path.DirectorySeparatorChar}messages.db: {Count(database.Messages, "message")} in {Count(database.Chats, "chat")}, {Size.Text(database.Bytes)}";
        foreach (var group in database.Groups.Where(group => group.DroppedBecause is null))
        {
            yield return $"group {group.Folder}: {group.Name} ({group.Channel ?? "unknown channel"}){(group.IsMain ? ", the main group" : "")}{(group.HasFolder ? "" : ", with an empty folder: v1 has none")}";
        }

        foreach (var status in database.Tasks.GroupBy(task => task.Status, StringComparer.Ordinal).OrderBy(status => status.Key, StringComparer.Ordinal))
        {
            var overdue = status.Count(task => task.IsOverdue);
            yield return $"{Count(status.Count(), "task")} {status.Key}{(overdue > 0 ? $", {overdue} of them overdue: they run at the first start" : "")}";
        }

        yield return $"{report.GroupsFolder}: {Count(report.Folders.Count, "entry", "entries")}, {Count(report.Folders.Sum(folder => folder.Files), "file")}, {Size.Text(report.Folders.Sum(folder => folder.Bytes))}";
        if (report.Credentials is { } credentials)
        {
            yield return $"WhatsApp's credentials: {Count(credentials.Files, "file")}. Only one program may use them at a time: do not start v1 again beside this one";
        }

        if (database.Sessions > 0)
        {
            yield return $"{Count(database.Sessions, "session")}{(report.ContainerSessions is { } sessions ? $" with {Count(sessions.Files, "file")}, {Size.Text(sessions.Bytes)}" : "")}";
        }

        if (report.StateFiles.Count > 0)
        {
            yield return $"the state from before v1's database: {string.Join(", ", report.StateFiles)}";
        }

        if (database.Pending.Count > 0)
        {
            yield return $"{Count(database.Pending.Sum(chat => chat.Messages), "message")} still to be answered, in {Count(database.Pending.Count, "chat")}: at the first start";
        }
    }

    private static IEnumerable<string> NotTaken(ImportReport report)
    {
        var database = report.Database;
        var ids = new ShortTaskIds(database.Tasks.Select(task => task.Id));
        foreach (var group in database.Groups.Where(group => group.DroppedBecause is not null))
        {
            yield return $"group {group.Name} ({group.Jid}): {group.DroppedBecause}";
        }

        foreach (var task in database.Tasks.Where(task => task.WasWritten is not null))
        {
            yield return $"task {ids.Of(task.Id)} of {task.Group} is {task.Schedule} now; v1 had it as {task.WasWritten}";
        }

        foreach (var task in database.Tasks.Where(task => task.PausedBecause is not null))
        {
            yield return $"task {ids.Of(task.Id)} of {task.Group} ({task.Schedule}) is paused: {task.PausedBecause}";
        }

        if (database.CountedAsRead.Count > 0)
        {
            yield return $"in {Count(database.CountedAsRead.Count, "chat")} nothing tells what v1 had answered: all of it counts as read";
        }

        if (database.SessionsDropped > 0)
        {
            yield return $"{Count(database.SessionsDropped, "session")}: they live in v1's containers, and mean nothing to the agent on Cloudflare; each group begins anew, with its memory";
        }

        foreach (var leftOut in report.LeftOut.Take(MostListed))
        {
            yield return $"{leftOut.Path}: {leftOut.Reason}";
        }

        if (report.LeftOut.Count > MostListed)
        {
            yield return $"and {report.LeftOut.Count - MostListed} more links (--json lists all)";
        }
    }

    private static IEnumerable<string> Settings(ImportReport report)
    {
        var settings = report.Settings;
        if (settings.Same.Count + settings.Model.Count + settings.Unused.Count == 0)
        {
            yield break;
        }

        yield return "";
        yield return "v1's .env is not copied. Of its keys";
        if (settings.Same.Count > 0)
        {
            yield return $"  put into .env here: {string.Join(", ", settings.Same)}";
        }

        if (settings.Model.Count > 0)
        {
            yield return $"  the stack's configuration holds the model's key (pulumi config set --secret modelApiKey), not .env: {string.Join(", ", settings.Model)}";
        }

        if (settings.Unused.Count > 0)
        {
            yield return $"  nothing here reads: {string.Join(", ", settings.Unused)}";
        }
    }

    private static IEnumerable<string> AfterDryRun(ImportReport report)
    {
        foreach (var obstacle in report.Obstacles)
        {
            yield return $"in the way: {obstacle}";
        }

        yield return report.Obstacles.Count > 0 ? "An import would be refused until that is settled." : $"Do it: nanoclaw import v1 {report.From}";
    }

    private static IEnumerable<string> Next(ImportReport report)
    {
        yield return "Next: nanoclaw doctor, then nanoclaw run.";
        yield return $"v1 was not touched. To go back, stop this one and start v1 in {report.From} (docs/MIGRATION.md tells how to take along what happens here).";
    }

    private static string Count(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {(count == 1 ? one : many ?? one + "s")}");
}
