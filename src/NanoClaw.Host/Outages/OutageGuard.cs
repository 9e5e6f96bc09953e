using Microsoft.Extensions.Logging;
using NanoClaw.Agents;
using NanoClaw.Store;

namespace NanoClaw.Host.Outages;

/// <summary>
/// Stands before every run. While the agent is away it holds what waits and lets one run at a time try whether it is
/// back, after a growing wait; then all go, who waits longest first. Nothing of what is held counts as an attempt.
/// </summary>
internal sealed class OutageGuard(
    OutageWatches watched,
    OutageNews news,
    OutageJudge judge,
    IAgentRemedy? remedy,
    Action<string> offer,
    Action lookThrough,
    SteadyClock clock,
    TimeProvider time,
    ILogger<OutageGuard> logger
) : IAsyncDisposable
{
    /// <summary>A run that tried and told nothing of the agent.</summary>
    private static readonly TimeSpan NoVerdict = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Chores _chores = new(logger);
    private readonly HeldChats _held = new();
    private readonly Dictionary<string, long> _failedAt = new(StringComparer.Ordinal);
    private long _moment;
    private long _answeredAt;
    private DateTimeOffset _quietUntil;
    private ITimer? _timer;

    /// <summary>The outages there are.</summary>
    public OutageBook Book => watched.Book;

    /// <summary>Chats that wait for the end of one.</summary>
    public int Held { get; private set; }

    /// <summary>Something is being done beside the runs.</summary>
    internal bool IsBusy => _chores.IsBusy;

    /// <summary>Takes up what an earlier process knew; the first that comes tries at once.</summary>
    public Task LoadAsync(CancellationToken cancellationToken) =>
        LockedAsync(
            async () =>
            {
                await watched.ReadAsync(cancellationToken);
                // What was a chat's own trouble before the start is so after it.
                foreach (var chatJid in watched.Chats.Keys)
                {
                    _failedAt[chatJid] = ++_moment;
                    _answeredAt = ++_moment;
                }

                await EndAsync(cancellationToken);
                await news.TellAgainAsync(cancellationToken);
                return true;
            },
            cancellationToken
        );

    /// <summary>Whether a chat's run may go; if not, the chat has its turn again by itself.</summary>
    public Task<bool> EnterAsync(string chatJid, DateTimeOffset waitingSince, CancellationToken cancellationToken) =>
        LockedAsync(
            async () =>
            {
                if (watched.Of(chatJid) is not { } watch)
                {
                    return true;
                }

                _held.Add(chatJid, waitingSince);
                if (watch.MayTry(clock.Now) && (watch != watched.Whole || _held.MayTry(chatJid)))
                {
                    watch.Trying = chatJid;
                    _held.Tries(chatJid);
                    return true;
                }

                await news.TellAsync(_held.All, cancellationToken);
                return false;
            },
            cancellationToken
        );

    /// <summary>Nothing of the chat waits any more.</summary>
    public Task ForgetAsync(string chatJid, CancellationToken cancellationToken) =>
        LockedAsync(() => Task.FromResult(_held.Remove(chatJid)), cancellationToken);

    /// <summary>The chat is no group any more: neither does anything of it wait, nor has it a trouble of its own.</summary>
    public Task DropAsync(string chatJid, CancellationToken cancellationToken) =>
        LockedAsync(
            async () =>
            {
                _failedAt.Remove(chatJid);
                if (watched.Drop(chatJid))
                {
                    await watched.WriteAsync(cancellationToken);
                }

                return _held.Remove(chatJid);
            },
            cancellationToken
        );

    /// <summary>The run is over, whatever came of it.</summary>
    public Task LeaveAsync(string chatJid) =>
        LockedAsync(
            () =>
            {
                foreach (var watch in watched.AllOf(chatJid).Where(watch => watch.Trying == chatJid))
                {
                    watch.Trying = null;
                    watch.NextTry = clock.Now + NoVerdict;
                }

                return Task.FromResult(true);
            },
            CancellationToken.None
        );

    /// <summary>The agent has said something to this chat: it is there.</summary>
    public Task AnswersAsync(string chatJid, CancellationToken cancellationToken) =>
        LockedAsync(
            async () =>
            {
                _answeredAt = ++_moment;
                _failedAt.Remove(chatJid);
                if (watched.AllOf(chatJid).Count == 0)
                {
                    return true;
                }

                await watched.EndAsync(chatJid, cancellationToken);
                await EndAsync(cancellationToken);
                // Those with a trouble of their own are held again by it.
                foreach (var held in _held.Release())
                {
                    offer(held);
                }

                lookThrough();
                return true;
            },
            cancellationToken
        );

    /// <summary>
    /// Tells whose failure a failure is. An agent's is noted, and what was asked waits for its end; anything else is the
    /// run's own, and shows that the agent is there.
    /// </summary>
    /// <param name="group">Whose run failed.</param>
    /// <param name="exception">How.</param>
    /// <param name="isLast">The retries are used up.</param>
    /// <param name="waitingSince">When the oldest was written of what waits.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>True where it is the agent's.</returns>
    public async Task<bool> FailsAsync(
        RegisteredGroup group,
        AgentException exception,
        bool isLast,
        DateTimeOffset waitingSince,
        CancellationToken cancellationToken
    )
    {
        if (await judge.JudgeAsync(group, exception.Code, isLast, watched.Of(group.Jid)?.Outage, cancellationToken) is not var (cause, code))
        {
            await AnswersAsync(group.Jid, cancellationToken);
            return false;
        }

        await LockedAsync(
            async () =>
            {
                _failedAt.TryAdd(group.Jid, ++_moment);
                _held.Add(group.Jid, waitingSince);
                // Since it failed others were answered: then it is this chat's trouble alone.
                var isOwn = OutageCauses.IsOfOneGroup(code) || _answeredAt > _failedAt[group.Jid];
                var watch = isOwn ? watched.Chats.GetValueOrDefault(group.Jid) : watched.Whole;
                var isTry = watch is null || watch.Trying == group.Jid;
                watch ??= watched.Open(isOwn ? group.Jid : null, cause, code);
                watched.Note(watch, cause, code, exception.RetryAfter, isTry);
                if (isOwn && watched.Whole is { } all && all.Trying == group.Jid)
                {
                    all.Trying = null;
                }

                await watched.WriteAsync(cancellationToken);
                await news.TellAsync(_held.All, cancellationToken);
                return true;
            },
            cancellationToken
        );
        if (remedy?.Cures(cause) is true)
        {
            _chores.Do(async stop =>
            {
                if (await remedy.TryAsync(stop))
                {
                    await HurryAsync(stop);
                }
            });
        }

        return true;
    }

    /// <summary>Somebody has perhaps mended it: it is tried at once.</summary>
    public Task HurryAsync(CancellationToken cancellationToken) =>
        LockedAsync(
            () =>
            {
                var now = clock.Now;
                foreach (var watch in watched.All.Where(watch => watch.NextTry > now))
                {
                    watch.NextTry = now;
                }

                _quietUntil = now;
                return Task.FromResult(true);
            },
            cancellationToken
        );

    public async ValueTask DisposeAsync()
    {
        await _chores.DisposeAsync();
        await _gate.WaitAsync();
        _timer?.Dispose();
        _timer = null;
        _gate.Dispose();
    }

    /// <summary>One chat has its turn to try, or is told.</summary>
    private Task TickAsync(CancellationToken cancellationToken) =>
        LockedAsync(
            async () =>
            {
                var now = clock.Now;
                // Who is offered a turn needs a moment to come.
                _quietUntil = now + NoVerdict;
                await news.TellAsync(_held.All, cancellationToken);
                if (watched.Whole is { } whole)
                {
                    if (whole.MayTry(now) && _held.Offer() is { } next)
                    {
                        offer(next);
                    }
                }
                else
                {
                    foreach (var chatJid in _held.All.Where(chat => watched.Of(chat)?.MayTry(now) is not false).ToList())
                    {
                        offer(chatJid);
                    }
                }

                return true;
            },
            cancellationToken
        );

    /// <summary>Tells of those that are over.</summary>
    private async Task EndAsync(CancellationToken cancellationToken)
    {
        if (watched.Ended.Count > 0)
        {
            await news.TellEndAsync(cancellationToken);
            await watched.CloseAsync(cancellationToken);
        }
    }

    /// <summary>Until somebody has to be told or may try; one who was offered a turn and did not come is offered it again.</summary>
    private void SetTimer()
    {
        _timer?.Dispose();
        _timer = null;
        if (_held.Count == 0 || _chores.IsClosed)
        {
            return;
        }

        var now = clock.Now;
        var watches = watched.Whole is { } whole ? [whole] : _held.All.Select(watched.Of).OfType<OutageWatch>().ToList();
        var moments = watches.Where(watch => watch.Trying is null).Select(watch => watch.NextTry).Concat(watches.Select(news.DueAt).Where(due => due > now));
        var next = moments.DefaultIfEmpty(now + NoVerdict).Min();
        var wait = (next > _quietUntil ? next : _quietUntil) - now;
        _timer = time.CreateTimer(_ => _chores.Do(TickAsync), null, wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private async Task<T> LockedAsync<T>(Func<Task<T>> act, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await act();
        }
        finally
        {
            Held = _held.Count;
            SetTimer();
            _gate.Release();
        }
    }
}
