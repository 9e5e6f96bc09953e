using NanoClaw.Host.Decisions;
using NanoClaw.Host.Metrics;
using NanoClaw.Host.Outages;
using NanoClaw.Host.Outbox;
using NanoClaw.Host.Requests;
using NanoClaw.Store;

namespace NanoClaw.Host.Runs;

/// <summary>Runs that answer messages: finds the one under way, or writes the next one down.</summary>
internal sealed class MessageRuns(
    IStore store,
    RequestBuilder requests,
    RefusedMessages refused,
    Strangers strangers,
    LeftOutNews leftOut,
    Notices notices,
    AnswerTimes answers,
    HostOptions options,
    TimeProvider time
)
{
    /// <summary>In the place of a code: nobody follows the run any more.</summary>
    public const string Abandoned = "abandoned";

    /// <summary>Of all groups: more than fail between an attempt and the next.</summary>
    private const int RecentlyFailed = 100;

    public async Task<AgentRun?> FindUnfinishedAsync(string chatJid, CancellationToken cancellationToken) =>
        (await store.Runs.ListUnfinishedAsync(cancellationToken)).FirstOrDefault(run => run.ChatJid == chatJid && run.TaskId is null);

    /// <summary>
    /// Ends the run under way of a chat that is no group any more: nobody would follow it. Its messages are where they
    /// were, should the chat be one again.
    /// </summary>
    public async Task AbandonAsync(string chatJid, CancellationToken cancellationToken)
    {
        if (await FindUnfinishedAsync(chatJid, cancellationToken) is { } run)
        {
            await store.Runs.EndAsync(
                run.RunId,
                new RunOutcome
                {
                    Status = RunStatus.Failed,
                    EndedAt = time.GetUtcNow(),
                    ErrorCode = Abandoned,
                    RestoreCursor = !run.HasOutput,
                },
                cancellationToken
            );
        }
    }

    public async Task<AgentRun> BeginAsync(RegisteredGroup group, Waiting waiting, int attempt, CancellationToken cancellationToken)
    {
        var (now, runId) = (time.GetUtcNow(), RunIdentity.New(time));
        var apart = await refused.FindAsync(group.Jid, waiting.Before, cancellationToken);
        var isBare = apart is { IsWhole: false };
        var told = isBare ? [] : await notices.ReadAsync(group.Folder, cancellationToken);
        var fitted = PromptFit.Fit(
            apart is null ? waiting.Batch : [waiting.Calling[0]],
            apart is null ? waiting.Calls : null,
            options.Zone,
            isBare ? [] : await TellAsync(group, waiting, told, now, cancellationToken)
        );
        waiting = waiting with { Batch = fitted.Messages };
        if (fitted.IsCut)
        {
            await leftOut.TellAsync(
                [
                    new LeftOut(
                        $"message:{group.Folder}",
                        $"the middle of a message in {group.Folder}, which is too long to be read whole; longer ones are cut as well"
                    ),
                ],
                cancellationToken
            );
        }

        var sessionId = await store.Sessions.FindAsync(group.Folder, cancellationToken);
        var holdsStrangers = told.Any(notice => notice.IsOfStrangers) || await strangers.AreInAsync(group.Jid, fitted.Messages, cancellationToken);
        var request = isBare
            ? RequestBuilder.Bare(
                group,
                group.Jid,
                fitted.Text,
                apart!.WithoutSession == waiting.Batch[^1].Arrival ? null : sessionId,
                isScheduledTask: false,
                holdsStrangers
            )
            : await requests.BuildAsync(group, group.Jid, fitted.Text, sessionId, isScheduledTask: false, cancellationToken, holdsStrangers);
        var run = new AgentRun
        {
            RunId = runId,
            GroupFolder = group.Folder,
            ChatJid = group.Jid,
            Request = StoredRequest.Write(request),
            CursorBefore = waiting.Before,
            CursorAfter = waiting.After,
            StartedAt = now,
            Attempt = attempt,
        };
        await store.Runs.BeginAsync(run, cancellationToken);
        answers.Begun(run.RunId, waiting.Calling);
        return run;
    }

    private async Task<IReadOnlyList<string>> TellAsync(
        RegisteredGroup group,
        Waiting waiting,
        IReadOnlyList<Notice> told,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => [.. told.Select(notice => notice.Text), .. await TellOfFailedAsync(group, waiting.Before, cancellationToken), .. TellOfLateness(waiting, now)];

    private IEnumerable<string> TellOfLateness(Waiting waiting, DateTimeOffset now) =>
        now - waiting.Since >= options.StaleAfter ? [OutageTexts.ForLate(waiting.Since, now, options.Zone)] : [];

    /// <summary>A run that gave its messages back may have acted before it failed, and none of that is in the session.</summary>
    private async Task<IEnumerable<string>> TellOfFailedAsync(RegisteredGroup group, MessageCursor before, CancellationToken cancellationToken) =>
        (await store.Runs.ListFailedAsync(RecentlyFailed, cancellationToken)).Any(run =>
            run.ChatJid == group.Jid && run.TaskId is null && !run.HasOutput && run.LastEventId > 0 && run.CursorBefore.Arrival == before.Arrival
        )
            ? ["An earlier attempt at these messages failed half-way. What its actions did stays done: look at the tasks before you change or schedule any."]
            : [];
}
