using System.Globalization;
using NanoClaw.Channels.Terminal;
using NanoClaw.Home.Administration;
using NanoClaw.Home.Running;
using NanoClaw.Home.Settings;
using NanoClaw.Host.Orders;
using NanoClaw.Store;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Chatting;

/// <summary>What one can tell the chat itself, by a slash.</summary>
public sealed class ChatCommands(AssistantProcess process, ChatGroups groups, IChatView view, AssistantSettings settings)
{
    public const string Help = """
        /groups             lists the groups
        /group NAME         goes to a group;  /group add NAME  makes one
        /history [N]        shows the last N messages, whole
        /tasks              lists the group's scheduled tasks
        /new                starts a new conversation
        /stop               ends the answer that is under way; so does Ctrl-C
        /usage              shows what this chat has used this month; in the main group, what all have
        /budget             shows the budget;  /budget override [off]  lifts it for a day (main group)
        /model              shows the models, and which one answers (main group)
        /quit               ends when all is answered, as Ctrl-D does; a second Ctrl-C ends at once
        //text              sends a text that begins with a slash
        A \ at the end of a line, or lines between two lines of three quotation marks, make one message of several lines.
        """;

    /// <summary>What the assistant itself is told; it answers in the chat.</summary>
    private static readonly string[] OfAssistant = ["/stop", .. ChatOrders.All.Select(order => order.Word)];

    /// <summary>Those of them that the main group alone may give.</summary>
    private static readonly string[] OfMain = [.. ChatOrders.All.Where(order => order.IsMainOnly).Select(order => order.Word)];

    private static readonly string[] Own = ["/help", "/groups", "/group", "/history", "/tasks", "/new", "/quit", "/exit"];

    /// <summary>The group one writes to.</summary>
    public required RegisteredGroup Group { get; set; }

    /// <summary>How many messages are shown on entering a group.</summary>
    public int History { get; init; } = 10;

    /// <summary>Does what a line asks for.</summary>
    /// <returns>False to end.</returns>
    public async Task<bool> RunAsync(string line, CancellationToken cancellationToken)
    {
        try
        {
            return await DoAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), cancellationToken);
        }
        catch (Exception exception) when (exception is CliException or StoreException)
        {
            view.Warn(exception.Message);
            return true;
        }
    }

    /// <summary>Whether a line is for the assistant: no order, or one that it takes in this group.</summary>
    public bool IsForAssistant(string line) =>
        !line.StartsWith('/')
        || line.StartsWith("//", StringComparison.Ordinal)
        || (
            OfAssistant.Contains(WordOf(line), StringComparer.OrdinalIgnoreCase)
            && (Group.IsMain || !OfMain.Contains(WordOf(line), StringComparer.OrdinalIgnoreCase))
        );

    public async Task EnterAsync(RegisteredGroup group, CancellationToken cancellationToken)
    {
        Group = group;
        view.Enter(group.Jid, await ReadHistoryAsync(History, cancellationToken));
    }

    private async Task<bool> DoAsync(string[] words, CancellationToken cancellationToken)
    {
        switch (words)
        {
            case ["/quit" or "/exit"]:
                return false;
            case ["/groups"]:
                await ListGroupsAsync(cancellationToken);
                break;
            case ["/group"]:
                view.Say($"This is {Group.Name}. /group NAME goes to another.");
                break;
            case ["/group", "add", var name]:
                await AddGroupAsync(name, cancellationToken);
                break;
            case ["/group", var name]:
                await GoToAsync(name, cancellationToken);
                break;
            case ["/history", .. var count]
                when count is [] || (count.Length == 1 && int.TryParse(count[0], NumberStyles.None, CultureInfo.InvariantCulture, out _)):
                view.Enter(
                    Group.Jid,
                    await ReadHistoryAsync(count is [var number] ? int.Parse(number, CultureInfo.InvariantCulture) : 50, cancellationToken),
                    most: null
                );
                break;
            case ["/tasks"]:
                await ListTasksAsync(cancellationToken);
                break;
            case ["/new"]:
                await StartAnewAsync(cancellationToken);
                break;
            case ["/help" or "/?", ..]:
                view.Say(Help);
                break;
            case [var word, ..]:
                view.Warn(Unknown(word));
                break;
        }

        return true;
    }

    private string Unknown(string word)
    {
        var shown = OneLine.Of(word, 40);
        if (OfMain.Contains(word, StringComparer.OrdinalIgnoreCase))
        {
            return $"{shown} is for the main group, and this is {Group.Name}. /groups shows which that is.";
        }

        if (Own.Contains(word, StringComparer.OrdinalIgnoreCase))
        {
            return $"{shown} is not written so: /help shows how.";
        }

        return NearestWord.Of(word, [.. Own, .. OfAssistant]) is { } near
            ? $"There is no {shown}. Did you mean {near}? To send it as a text: /{shown}"
            : $"There is no {shown}: /help shows what there is. To send it as a text: /{shown}";
    }

    private static string WordOf(string line) => line.Split(' ', 2)[0];

    private async Task ListGroupsAsync(CancellationToken cancellationToken)
    {
        foreach (var group in await groups.ListAsync(cancellationToken))
        {
            view.Say($"{(group.Jid == Group.Jid ? "*" : " ")} {TerminalJid.NameOf(group.Jid)}{(group.IsMain ? " (main)" : "")}, folder {group.Folder}");
        }
    }

    private async Task GoToAsync(string name, CancellationToken cancellationToken)
    {
        if (await groups.FindAsync(name, cancellationToken) is { } group)
        {
            await EnterAsync(group, cancellationToken);
            return;
        }

        view.Warn($"There is no group {TerminalText.Safe(name)} in the terminal. To make it: /group add {TerminalText.Safe(name)}");
    }

    private async Task AddGroupAsync(string name, CancellationToken cancellationToken) =>
        await EnterAsync(await groups.FindAsync(name, cancellationToken) ?? await groups.AddAsync(name, cancellationToken), cancellationToken);

    private async Task ListTasksAsync(CancellationToken cancellationToken)
    {
        var all = await process.Store.Tasks.ListAsync(cancellationToken: cancellationToken);
        var ids = TaskIds.Shortened(all);
        var tasks = all.Where(task => task.GroupFolder == Group.Folder).ToList();
        if (tasks.Count == 0)
        {
            view.Say($"{Group.Name} has no scheduled tasks.");
        }

        foreach (var task in tasks)
        {
            var next = task.NextRun is { } at ? $", next {TimeZoneInfo.ConvertTimeBySystemTimeZoneId(at, settings.Host.TimeZone):yyyy-MM-dd HH:mm}" : "";
            view.Say(
                TerminalText.Safe(
                    $"{ids[task.Id]}  {task.Status.ToString().ToLowerInvariant()}  {task.ScheduleType.ToString().ToLowerInvariant()} {task.ScheduleValue}{next}: {task.Prompt}"
                )
            );
        }
    }

    private async Task StartAnewAsync(CancellationToken cancellationToken)
    {
        if (!process.Assistant.IsIdle)
        {
            view.Warn("An answer is still on its way, and would bring its conversation back: /new again after it.");
            return;
        }

        await process.Store.Sessions.RemoveAsync(Group.Folder, cancellationToken);
        view.Say("A new conversation.");
    }

    private ValueTask<IReadOnlyList<ChatMessage>> ReadHistoryAsync(int count, CancellationToken cancellationToken) =>
        process.Store.Messages.ReadHistoryAsync(Group.Jid, count, cancellationToken);
}
