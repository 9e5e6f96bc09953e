using System.Collections.Concurrent;
using System.Globalization;
using NanoClaw.Agents;
using NanoClaw.Host.Budget;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Health;
using NanoClaw.Host.Queue;
using NanoClaw.Host.Requests;
using NanoClaw.Host.Scheduling;
using NanoClaw.Host.Shares;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Runs;

/// <summary>A group's turn: takes up the run that is under way, or gives the agent what waits.</summary>
internal sealed class GroupRunner(
    IStore store,
    RunFollower follower,
    RequestBuilder requests,
    RefusedMessages refused,
    LeftOutNews news,
    RunShares shares,
    TaskRunner tasks,
    OutboxSender outbox,
    Notices notices,
    BudgetGuard budget,
    SenderAllowlist allowlist,
    ChannelSet channels,
    AnswerTimes answers,
    HostOptions options,
    TimeProvider time) : IGroupWork
{
    /// <summary>How many messages a call is looked for in at once.</summary>
    private const int LookAhead = 1000;

    /// <summary>Longer than all retries together.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(5);

    /// <summary>Of all groups: more than fail between an attempt and the next.</summary>
    private const int RecentlyFailed = 100;

    private readonly ConcurrentDictionary<string, AgentRun> _failed = new(StringComparer.Ordinal);

    public async Task<WorkResult> ProcessMessagesAsync(string chatJid, int attempt, CancellationToken cancellationToken)
    {
        // Without its channel, a chat's messages wait where they are.
        if (channels.Find(chatJid) is null || await store.Groups.FindAsync(chatJid, cancellationToken) is not { } group)
        {
            return WorkResult.Done;
        }

        if (!GroupFolder.IsValid(group.Folder))
        {
            await news.TellAsync([GroupList.Unusable(group)], cancellationToken);
            return WorkResult.Done;
        }

        var run = (await store.Runs.ListUnfinishedAsync(cancellationToken))
            .FirstOrDefault(unfinished => unfinished.ChatJid == chatJid && unfinished.TaskId is null);
        if (run is null)
        {
            if (!await budget.MayRunAsync(cancellationToken))
            {
                return WorkResult.Done; // It waits for the poll after the budget allows it again.
            }

            run = await BeginAsync(group, attempt, cancellationToken);
        }

        if (run is null)
        {
            return WorkResult.Done;
        }

        var end = await follower.FollowAsync(run, group, keepsSession: true, cancellationToken);
        if (end.Failure is null)
        {
            _failed.TryRemove(chatJid, out _);
            if (!StoredRequest.IsBareRequest(run.Request!))
            {
                await notices.RemoveToldAsync(group.Folder, run.RunId, cancellationToken);
            }
        }

        switch (end.Failure)
        {
            case null:
            case FailureKind.SessionLost:
            case FailureKind.Refused:
            case FailureKind.Ended when end.HasOutput:
                return WorkResult.More;
            default:
                _failed[chatJid] = run with { ErrorCode = end.Exception!.Code };
                await TellOfWaitAsync(run, end.Exception, cancellationToken);
                return WorkResult.Retry(end.Exception.RetryAfter);
        }
    }

    public Task RunTaskAsync(string chatJid, string taskId, CancellationToken cancellationToken) =>
        tasks.RunAsync(taskId, cancellationToken);

    public async Task GiveUpAsync(string chatJid, CancellationToken cancellationToken)
    {
        if (!_failed.TryRemove(chatJid, out var run))
        {
            await TellOfTroubleAsync(chatJid, cancellationToken);
            return;
        }

        var told = Deliveries.OfFailure(
            run, $"I could not answer your last message ({run.ErrorCode}). I have tried several times. Please send it again later.", channels, time);
        var outcome = new RunOutcome { Status = RunStatus.Failed, EndedAt = time.GetUtcNow(), ErrorCode = run.ErrorCode, Texts = told };
        if (await store.Runs.EndAsync(run.RunId, outcome, cancellationToken))
        {
            outbox.Wake(told);
            return;
        }

        // It ended before and gave its messages back: they are passed over, and first that is told.
        await outbox.AddAsync(told, cancellationToken);
        if ((await store.Cursors.GetAgentAsync(chatJid, cancellationToken)).Arrival < run.CursorAfter.Arrival)
        {
            await store.Cursors.SetAgentAsync(chatJid, run.CursorAfter, cancellationToken);
        }
    }

    /// <summary>No run came of it, as when the group's memory cannot be read: the messages wait until that is mended.</summary>
    private async Task TellOfTroubleAsync(string chatJid, CancellationToken cancellationToken) =>
        await outbox.AddAsync(
            Deliveries.Of(
                $"trouble:{chatJid}:{time.GetUtcNow():yyyyMMdd}",
                chatJid,
                "I cannot answer here at the moment: something is wrong where I run, and my log says what. Your messages are kept.",
                channels,
                time),
            cancellationToken);

    /// <summary>A cap of runs can stay reached for a day or a month: whoever wrote is told, once a run.</summary>
    private async Task TellOfWaitAsync(AgentRun run, AgentException exception, CancellationToken cancellationToken)
    {
        if (exception.RetryAfter >= LongWait)
        {
            var until = TimeZoneInfo.ConvertTime(time.GetUtcNow() + exception.RetryAfter.Value, options.Zone);
            await outbox.AddAsync(
                Deliveries.Of(
                    $"{run.RunId}:later",
                    run.ChatJid,
                    string.Create(CultureInfo.InvariantCulture, $"I cannot answer before {until:yyyy-MM-dd HH:mm} ({exception.Code}). Your message is kept, and answered then."),
                    channels,
                    time),
                cancellationToken);
        }
    }

    private async Task<AgentRun?> BeginAsync(RegisteredGroup group, int attempt, CancellationToken cancellationToken)
    {
        var before = await store.Cursors.GetAgentAsync(group.Jid, cancellationToken);
        var pending = await store.Messages.ReadSinceAsync(group.Jid, before, LookAhead, cancellationToken);
        var calls = CallOf(group);
        var batch = PromptBatch.Select(pending, calls);
        while (batch.Count == 0)
        {
            if (pending.Count < LookAhead)
            {
                return null;
            }

            // So much talk without a call: what no prompt could hold any more as context is left behind.
            before = pending.SkipLast(PromptBatch.Largest).Aggregate(before, (cursor, message) => cursor.Including(message));
            await store.Cursors.SetAgentAsync(group.Jid, before, cancellationToken);
            pending = await store.Messages.ReadSinceAsync(group.Jid, before, LookAhead, cancellationToken);
            batch = PromptBatch.Select(pending, calls);
        }

        if (!await shares.MayRunAsync(group, isTask: false, cancellationToken))
        {
            return null; // It waits for the poll after the group has runs again.
        }

        var apart = await refused.FindAsync(group.Jid, before, cancellationToken);
        var told = await notices.ReadAsync(group.Folder, cancellationToken);
        var fitted = apart is null
            ? PromptFit.Fit(batch, calls, options.Zone, [.. told.Select(notice => notice.Text), .. await TellOfFailedAsync(group, before, cancellationToken)])
            : PromptFit.Fit([batch.First(message => calls?.Invoke(message) is not false)], null, options.Zone, []);
        batch = fitted.Messages;
        if (fitted.IsCut)
        {
            await news.TellAsync([new LeftOut($"message:{group.Folder}", $"the middle of a message in {group.Folder}, which is too long to be read whole; longer ones are cut as well")], cancellationToken);
        }

        var sessionId = await store.Sessions.FindAsync(group.Folder, cancellationToken);
        var request = apart is null
            ? await requests.BuildAsync(group, group.Jid, fitted.Text, sessionId, isScheduledTask: false, cancellationToken)
            : RequestBuilder.Bare(group, group.Jid, fitted.Text, apart.WithoutSession == batch[^1].Arrival ? null : sessionId, isScheduledTask: false);
        var run = new AgentRun
        {
            RunId = RunIdentity.New(time),
            GroupFolder = group.Folder,
            ChatJid = group.Jid,
            Request = StoredRequest.Write(request),
            CursorBefore = before,
            CursorAfter = pending.TakeWhile(message => message.Arrival <= batch[^1].Arrival).Aggregate(before, (cursor, message) => cursor.Including(message)),
            StartedAt = time.GetUtcNow(),
            Attempt = attempt,
        };
        await store.Runs.BeginAsync(run, cancellationToken);
        answers.Begun(run.RunId, batch.SkipWhile(message => calls?.Invoke(message) is false));
        return run;
    }

    /// <summary>A run that gave its messages back may have acted before it failed, and none of that is in the session.</summary>
    private async Task<IEnumerable<string>> TellOfFailedAsync(RegisteredGroup group, MessageCursor before, CancellationToken cancellationToken) =>
        (await store.Runs.ListFailedAsync(RecentlyFailed, cancellationToken)).Any(
            run => run.ChatJid == group.Jid && run.TaskId is null && !run.HasOutput && run.LastEventId > 0 && run.CursorBefore.Arrival == before.Arrival)
            ? ["An earlier attempt at these messages failed half-way. What its actions did stays done: look at the tasks before you change or schedule any."]
            : [];

    private Func<ChatMessage, bool>? CallOf(RegisteredGroup group)
    {
        if (group.IsMain || !group.RequiresTrigger)
        {
            return null;
        }

        var trigger = Trigger.Of(group.Trigger, options.AssistantName);
        return message => trigger.IsCalledBy(message.Content)
            && (message.IsFromMe || allowlist.MayCall(message.ChatJid, message.Sender));
    }
}
