using System.Text.Json;
using NanoClaw.Channels.Terminal;
using NanoClaw.Home.Running;
using NanoClaw.Host.Outages;
using NanoClaw.Store;

namespace NanoClaw.Chatting;

/// <summary>One run of <c>nanoclaw chat</c>: from the first line to the last answer.</summary>
public sealed class ChatSession(CliContext context, AssistantProcess process, TerminalChannel channel, IChatView view, ChatCommands commands, ChatGroups groups)
{
    // Between two looks at whether all is answered; nobody waits for a finer one.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(25);

    private readonly OutageLine _away = new(process.Assistant, process.Agent.Cloudflare.Endpoint, view, context.Time);

    private bool _hasWrongInput;

    public bool Json { get; init; }

    /// <summary>Reads and sends until the input ends, then waits until all is answered.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = Json ? Task.CompletedTask : _away.WatchAsync(end.Token);
        try
        {
            await (Json ? ReadJsonAsync(cancellationToken) : ReadLinesAsync(cancellationToken));
            if (context.InputIsTerminal && !process.Assistant.IsIdle)
            {
                view.Say("Ends with the answer; Ctrl-C leaves it to the next start.");
            }

            return await FinishAsync(cancellationToken) ?? (_hasWrongInput ? ExitCode.Usage : ExitCode.Success);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        finally
        {
            await end.CancelAsync();
            await watching;
        }
    }

    private async Task ReadLinesAsync(CancellationToken cancellationToken)
    {
        var input = new MessageInput(view.ReadLineAsync);
        while (await input.ReadAsync(cancellationToken) is { } text)
        {
            text = text.Trim();
            if (!commands.IsForAssistant(text))
            {
                if (!await commands.RunAsync(text, cancellationToken))
                {
                    return;
                }
            }
            else if (text.Length > 0)
            {
                await SayAsync(commands.Group.Jid, text.StartsWith("//", StringComparison.Ordinal) ? text[1..] : text, cancellationToken);
            }
        }
    }

    private async Task ReadJsonAsync(CancellationToken cancellationToken)
    {
        while (await view.ReadLineAsync(isContinued: false, cancellationToken) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (await ReadJsonAsync(line, cancellationToken) is var (group, text))
            {
                await SayAsync(group.Jid, text, cancellationToken);
            }
            else
            {
                _hasWrongInput = true;
            }
        }
    }

    private async Task<(RegisteredGroup Group, string Text)?> ReadJsonAsync(string line, CancellationToken cancellationToken)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (
                json.RootElement.ValueKind is not JsonValueKind.Object
                || !json.RootElement.TryGetProperty("text", out var text)
                || text.ValueKind is not JsonValueKind.String
                || text.GetString()!.Trim().Length == 0
            )
            {
                view.Warn("""A line must be an object such as {"group":"main","text":"Hello"}; the group may be left out.""");
                return null;
            }

            var group = commands.Group;
            if (json.RootElement.TryGetProperty("group", out var name))
            {
                var asked = name.ToString();
                if (await groups.FindAsync(asked, cancellationToken) is not { } found)
                {
                    view.Warn($"There is no group {asked} in the terminal. To make it: nanoclaw chat --group {asked} --add");
                    return null;
                }

                group = found;
            }

            return (group, text.GetString()!);
        }
        catch (JsonException exception)
        {
            view.Warn($"A line is not JSON: {exception.Message}");
            return null;
        }
    }

    private async Task SayAsync(string chatJid, string text, CancellationToken cancellationToken)
    {
        try
        {
            await channel.SayAsync(chatJid, text, cancellationToken);
        }
        catch (StoreException exception)
        {
            _hasWrongInput = true;
            view.Warn($"Not sent: {exception.Message}");
        }
    }

    /// <returns>Why it was not all answered, or null.</returns>
    private async Task<int?> FinishAsync(CancellationToken cancellationToken)
    {
        await channel.WaitAsync(cancellationToken);
        while (
            !process.Assistant.IsIdle
            || IsSoonBack()
            || (await process.Store.Outbox.ListPendingAsync(cancellationToken: cancellationToken)).Any(text => channel.Owns(text.ChatJid))
        )
        {
            await Task.Delay(Look, context.Time, cancellationToken);
        }

        if (process.Assistant is { HeldChats: > 0, Outages: { } outages } && (outages.Whole ?? outages.Chats.Values.FirstOrDefault()) is { } outage)
        {
            view.Warn($"{_away.Of(outage)} What you wrote is kept, and answered when the agent is back and 'nanoclaw chat' or 'nanoclaw run' runs.");
            return outage.Cause switch
            {
                OutageCause.Credentials => ExitCode.Refused,
                OutageCause.RunCap or OutageCause.Busy => ExitCode.Limited,
                OutageCause.Failing or OutageCause.ModelRefuses or OutageCause.ModelKey => ExitCode.RunFailed,
                _ => ExitCode.Unavailable,
            };
        }

        if (await IsWaitingAsync(cancellationToken) && !await process.Assistant.MayRunAsync(cancellationToken))
        {
            var budget = await process.Assistant.GetBudgetAsync(cancellationToken);
            view.Warn(
                $"The budget lets no more run for now ({budget.State.ToString().ToLowerInvariant()}): what you wrote is kept and answered when it does. To go on for a day: /budget override in the main group."
            );
            return ExitCode.Limited;
        }

        return context.InputIsTerminal || channel.LastFailure is null ? null : ExitCode.RunFailed;
    }

    /// <summary>An outage that nobody was told of yet may be over in a moment.</summary>
    private bool IsSoonBack() =>
        process.Assistant is { HeldChats: > 0, Outages: { } outages }
        && outages.Chats.Values.Append(outages.Whole).All(outage => outage is null or { Told.Count: 0 });

    private async Task<bool> IsWaitingAsync(CancellationToken cancellationToken)
    {
        var waiting = await process.Store.Messages.ListPendingChatsAsync(cancellationToken);
        return (await groups.ListAsync(cancellationToken)).Any(group => waiting.Contains(group.Jid) && (group.IsMain || !group.RequiresTrigger));
    }
}
