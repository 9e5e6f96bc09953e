using System.Collections.Concurrent;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Outbox;
using NanoClaw.Host.Queue;
using NanoClaw.Host.Requests;
using NanoClaw.Store;

namespace NanoClaw.Host.Runs;

/// <summary>
/// Messages whose every attempt failed by their own fault. Several go again one by one, since which is to blame shows
/// only then; one that fails alone is set aside, and people are told.
/// </summary>
internal sealed class FailedMessages(IStore store, RefusedMessages refused, OutboxSender outbox, ChannelSet channels, QueueOptions queue, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Attempts> _failed = new(StringComparer.Ordinal);

    /// <summary>The last attempt that failed.</summary>
    public void Note(AgentRun run, string code) =>
        _failed[run.ChatJid] = new Attempts(run with { ErrorCode = code }, CountOf(run.ChatJid) + 1, IsOurTrouble: false);

    /// <summary>This process failed before the agent could: that says nothing of the messages.</summary>
    public void NoteTrouble(string chatJid)
    {
        if (_failed.TryGetValue(chatJid, out var failed))
        {
            _failed[chatJid] = failed with { IsOurTrouble = true };
        }
    }

    public void Forget(string chatJid) => _failed.TryRemove(chatJid, out _);

    /// <summary>Whether one more failure is the last that messages are tried after.</summary>
    public bool IsLast(string chatJid) => CountOf(chatJid) >= queue.RetryDelays.Count;

    /// <summary>The retries are used up, of the messages or of this process.</summary>
    public async Task GiveUpAsync(string chatJid, CancellationToken cancellationToken)
    {
        if (!_failed.TryGetValue(chatJid, out var failed) || failed.IsOurTrouble)
        {
            await TellOfTroubleAsync(chatJid, cancellationToken);
            return;
        }

        if (failed.Count <= queue.RetryDelays.Count)
        {
            return; // Some of the tries were not the messages'.
        }

        _failed.TryRemove(chatJid, out _);
        var run = failed.Run;
        if (await IsOfSeveralAsync(run, cancellationToken))
        {
            await refused.PartAsync(run, cancellationToken);
            await store.Runs.EndAsync(
                run.RunId,
                new RunOutcome
                {
                    Status = RunStatus.Failed,
                    EndedAt = time.GetUtcNow(),
                    ErrorCode = run.ErrorCode,
                    RestoreCursor = true,
                },
                cancellationToken
            );
            return;
        }

        await SetAsideAsync(run, run.ErrorCode!, cancellationToken);
    }

    /// <summary>The model refused the run, and was seen to answer others: trying the very same again would only cost.</summary>
    public async Task RefuseAsync(AgentRun run, string code, CancellationToken cancellationToken)
    {
        if (!await refused.GoesOnAsync(run, StoredRequest.Read(run.Request!), cancellationToken))
        {
            await SetAsideAsync(run, code, cancellationToken);
        }
    }

    /// <summary>
    /// The turn asked for more than one may have, and would again: it is told at once. Of several messages that asked
    /// for it together each goes alone first, with all that is known.
    /// </summary>
    public async Task ExceedAsync(AgentRun run, string code, bool areSeveral, CancellationToken cancellationToken)
    {
        if (areSeveral && await refused.FindAsync(run.ChatJid, run.CursorBefore, cancellationToken) is null)
        {
            _failed.TryRemove(run.ChatJid, out _);
            await refused.PartAsync(run, cancellationToken, isWhole: true);
            return;
        }

        await DropAsync(run, code, cancellationToken);
    }

    /// <summary>They wait for the agent, and go together and whole again when it is back: its refusals meanwhile said nothing of them.</summary>
    public Task WaitAsync(AgentRun run, FailureKind? failure, CancellationToken cancellationToken) =>
        failure is FailureKind.Refused or FailureKind.RefusedAlone ? refused.ForgetAsync(run.ChatJid, cancellationToken) : Task.CompletedTask;

    /// <summary>They are not asked for again.</summary>
    public Task DropAsync(AgentRun run, string code, CancellationToken cancellationToken)
    {
        _failed.TryRemove(run.ChatJid, out _);
        return SetAsideAsync(run, code, cancellationToken);
    }

    /// <summary>None of them is asked for again: it was the run that somebody ended, and not one of its messages.</summary>
    public Task DropAllAsync(AgentRun run, string code, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        _failed.TryRemove(run.ChatJid, out _);
        return messages.Count > 1 ? SetAsideAsync(run, code, cancellationToken, messages) : SetAsideAsync(run, code, cancellationToken);
    }

    private async Task SetAsideAsync(AgentRun run, string code, CancellationToken cancellationToken, IReadOnlyList<ChatMessage>? several = null)
    {
        var told = await refused.TellAsync(run, code, cancellationToken, several?.Count ?? 1);
        var outcome = new RunOutcome
        {
            Status = RunStatus.Failed,
            EndedAt = time.GetUtcNow(),
            ErrorCode = code,
            SetAside = code,
            SetAsideFrom = several?[0].Arrival,
            Texts = told,
        };
        // One that ended before has given its message back.
        if (await store.Runs.EndAsync(run.RunId, outcome, cancellationToken) || await store.SetAside.AddAsync(run, outcome, cancellationToken))
        {
            outbox.Wake(told);
        }
    }

    private int CountOf(string chatJid) => _failed.TryGetValue(chatJid, out var failed) ? failed.Count : 0;

    private async Task<bool> IsOfSeveralAsync(AgentRun run, CancellationToken cancellationToken) =>
        !StoredRequest.IsBareRequest(run.Request!)
        && (await store.Messages.ReadSinceAsync(run.ChatJid, run.CursorBefore, 2, cancellationToken)).Count(message =>
            message.Arrival <= run.CursorAfter.Arrival
        ) > 1;

    /// <summary>No run came of it, as when the group's memory cannot be read: the messages wait until that is mended.</summary>
    private async Task TellOfTroubleAsync(string chatJid, CancellationToken cancellationToken) =>
        await outbox.AddAsync(
            Deliveries.Of(
                $"trouble:{chatJid}:{time.GetUtcNow():yyyyMMdd}",
                chatJid,
                "I cannot answer here at the moment: something is wrong where I run, and my log says what. Your messages are kept.",
                channels,
                time
            ),
            cancellationToken
        );

    /// <param name="Run">The last of them.</param>
    /// <param name="Count">How many failed by the run's own fault.</param>
    /// <param name="IsOurTrouble">Whether this process has failed since.</param>
    private sealed record Attempts(AgentRun Run, int Count, bool IsOurTrouble);
}
