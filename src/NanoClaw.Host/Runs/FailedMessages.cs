using System.Collections.Concurrent;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Outbox;
using NanoClaw.Host.Requests;
using NanoClaw.Store;

namespace NanoClaw.Host.Runs;

/// <summary>
/// Messages whose every attempt failed by their own fault. Several go again one by one, since which is to blame shows
/// only then; one that fails alone is set aside, and people are told.
/// </summary>
internal sealed class FailedMessages(IStore store, RefusedMessages refused, OutboxSender outbox, ChannelSet channels, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, AgentRun> _last = new(StringComparer.Ordinal);

    /// <summary>The last attempt that failed.</summary>
    public void Note(AgentRun run, string code) => _last[run.ChatJid] = run with { ErrorCode = code };

    public void Forget(string chatJid) => _last.TryRemove(chatJid, out _);

    /// <summary>The retries are used up.</summary>
    public async Task GiveUpAsync(string chatJid, CancellationToken cancellationToken)
    {
        if (!_last.TryRemove(chatJid, out var run))
        {
            await TellOfTroubleAsync(chatJid, cancellationToken);
            return;
        }

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
            _last.TryRemove(run.ChatJid, out _);
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
        _last.TryRemove(run.ChatJid, out _);
        return SetAsideAsync(run, code, cancellationToken);
    }

    /// <summary>None of them is asked for again: it was the run that somebody ended, and not one of its messages.</summary>
    public Task DropAllAsync(AgentRun run, string code, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        _last.TryRemove(run.ChatJid, out _);
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
}
