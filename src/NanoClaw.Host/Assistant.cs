using Microsoft.Extensions.Logging;
using NanoClaw.Agents;
using NanoClaw.Host.Actions;
using NanoClaw.Host.Budget;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Decisions;
using NanoClaw.Host.Health;
using NanoClaw.Host.Models;
using NanoClaw.Host.Orders;
using NanoClaw.Host.Outages;
using NanoClaw.Host.Queue;
using NanoClaw.Host.Requests;
using NanoClaw.Host.Runs;
using NanoClaw.Host.Scheduling;
using NanoClaw.Host.Scheduling.Legacy;
using NanoClaw.Host.Shares;
using NanoClaw.Host.Telemetry;
using NanoClaw.Host.Usage;
using NanoClaw.Store;

namespace NanoClaw.Host;

/// <summary>The assistant: everything between the channels, the store and the agent, put together.</summary>
public sealed partial class Assistant : IAsyncDisposable
{
    /// <summary>A run is replayed for 24 hours at most; the ids of its texts are known far longer.</summary>
    private static readonly TimeSpan SentTextsKept = TimeSpan.FromDays(7);

    private readonly IStore _store;
    private readonly HostOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<Assistant> _logger;
    private readonly ChannelSet _channels;
    private readonly HostMetrics _metrics = new();
    private readonly WakeSignal _wake;
    private readonly Notices _notices;
    private readonly OutboxSender _outbox;
    private readonly HeldEffects _held;
    private readonly BudgetGuard _budget;
    private readonly OutageGuard _outages;
    private readonly InboxTroubles _troubles;
    private readonly GroupQueue _queue;
    private readonly DueTasks _dueTasks;
    private readonly Inbox _inbox;
    private readonly LeftOutNews _news;
    private readonly V1Schedules _v1Schedules;
    private int _disposed;

    public Assistant(
        IStore store, IAgentRuntime runtime, IEnumerable<IChannel> channels, HostOptions options, TimeProvider time, ILoggerFactory loggers, IAgentRemedy? remedy = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _store = store;
        _options = options;
        _time = time;
        _logger = loggers.CreateLogger<Assistant>();
        _channels = new ChannelSet(channels);
        var allowlist = options.SenderAllowlistPath is { } path ? SenderAllowlist.Read(path) : SenderAllowlist.Everybody;
        var schedule = new Schedule(options.Zone);
        _wake = new WakeSignal(time);
        StartedAt = time.GetUtcNow();
        _notices = new Notices(store);
        var answers = new AnswerTimes(_metrics, time);
        var content = new ContentLog(options, loggers.CreateLogger<ContentLog>());
        _outbox = new OutboxSender(store, _channels, _metrics, answers, content, time, loggers.CreateLogger<OutboxSender>());
        _budget = new BudgetGuard(store, new BudgetNews(store, _outbox, options, time, loggers.CreateLogger<BudgetNews>()), options, time);
        _news = new LeftOutNews(store, _outbox, _channels, time, loggers.CreateLogger<LeftOutNews>());
        var refused = new RefusedMessages(store, _channels, time);
        var shares = new RunShares(store, _budget, _outbox, _channels, options, time);
        var rules = RuleTable.Read(options.RulesPath);
        var strangers = new Strangers(store, allowlist);
        var list = ActionList.Of(store, _channels, _notices, options, schedule, time, loggers);
        _held = new HeldEffects(store, list, rules, _outbox, _channels, _notices, _wake, options, time);
        var decisions = new DecisionPoint(store, rules, _held, _outbox, _wake, time);
        var actions = new ActionExecutor(store, list, decisions, strangers, _notices, time, content, loggers.CreateLogger<ActionExecutor>());
        var clock = new SteadyClock(time);
        var watched = new OutageWatches(store, clock, time, loggers.CreateLogger<OutageWatches>());
        _outages = new OutageGuard(
            watched,
            new OutageNews(watched, new OutageTeller(store, _outbox, _channels, options, clock, time), remedy),
            new OutageJudge(new PlainRequest(runtime, time)),
            remedy,
            chatJid => _queue!.EnqueueMessages(chatJid),
            _wake.Set,
            clock,
            time,
            loggers.CreateLogger<OutageGuard>());
        var models = new ModelChoices(store, _budget, _outbox, _channels, options, time);
        var follower = new RunFollower(store, runtime, _outbox, actions, refused, strangers, models, _channels, _metrics, answers, _outages, content, options, time, loggers.CreateLogger<RunFollower>());
        var requests = new RequestBuilder(store, new GroupMemory(options, loggers.CreateLogger<GroupMemory>()), _news, models, options);
        var queue = new QueueOptions { MaxConcurrentRuns = options.MaxConcurrentRuns };
        var tasks = new TaskRunner(
            store, new TaskRuns(store, requests, options, time), follower, shares, _outages, new TaskNews(_outbox, _channels, time), schedule, _channels, _wake, content, time, loggers.CreateLogger<TaskRunner>());
        var runner = new GroupRunner(
            store,
            new WaitingMessages(store, allowlist, options),
            new MessageRuns(store, requests, refused, strangers, _news, _notices, answers, options, time),
            follower,
            new FailedMessages(store, refused, _outbox, _channels, time),
            tasks,
            _notices,
            _budget,
            shares,
            _news,
            _outages,
            _channels,
            queue);
        _queue = new GroupQueue(runner, queue, time, loggers.CreateLogger<GroupQueue>());
        _dueTasks = new DueTasks(store, _queue, _budget, time, loggers.CreateLogger<DueTasks>());
        _troubles = new InboxTroubles(_channels);
        _v1Schedules = new V1Schedules(store, schedule, _outbox, _channels, content, time, loggers.CreateLogger<V1Schedules>());
        var heldAnswers = new Answers(store, _held, allowlist, _outbox, _channels, time);
        var orders = new OrderDesks(
            allowlist,
            new UsageDesk(store, _outbox, _channels, options, time),
            new BudgetDesk(_budget, decisions, _outbox, _channels, options, time),
            new ModelDesk(store, models, _budget, decisions, _outbox, _channels, options, time));
        _inbox = new Inbox(store, _queue, allowlist, orders, heldAnswers, _outages, _troubles, _metrics, answers, content, options.AssistantName);
    }

    /// <summary>Where channels put what comes in.</summary>
    public IInbox Inbox => _inbox;

    /// <summary>Where the bill's month stands.</summary>
    public Task<BudgetStatus> GetBudgetAsync(CancellationToken cancellationToken = default) => _budget.GetAsync(cancellationToken);

    /// <summary>The outages there are: of the agent as a whole, or of single chats.</summary>
    public OutageBook Outages => _outages.Book;

    /// <summary>Chats that wait for the end of an outage.</summary>
    public int HeldChats => _outages.Held;

    /// <summary>Nothing runs, waits for its turn, or is to be tried again; what an outage holds waits for its end.</summary>
    public bool IsIdle => _queue.Depth is { Running: 0, Waiting: 0, BackingOff: 0 };

    /// <summary>Whether the budget lets one more run start now; what waits is looked at again by the poll.</summary>
    public Task<bool> MayRunAsync(CancellationToken cancellationToken = default) => _budget.MayRunAsync(cancellationToken);

    /// <summary>Ends the wait for the next look through everything, as after another process wrote into the store.</summary>
    public async Task WakeAsync(CancellationToken cancellationToken = default)
    {
        await _outages.HurryAsync(cancellationToken);
        _wake.Set();
    }

    internal DateTimeOffset StartedAt { get; }

    internal IReadOnlyList<IChannel> Channels => _channels.All;

    /// <summary>How a channel is doing.</summary>
    internal ChannelStatus StatusOf(IChannel channel) => _troubles.StatusOf(channel);

    internal OutageGuard OutageGuard => _outages;

    internal GroupQueue Queue => _queue;

    internal BudgetGuard Budget => _budget;

    internal HostMetrics Metrics => _metrics;

    /// <summary>Takes up what an earlier process left: texts not sent, runs under way, messages not answered.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (!GroupFolders.Close(_options.GroupsFolder))
        {
            LogOpenFolder(_options.GroupsFolder);
        }

        await _outages.LoadAsync(cancellationToken);
        await ReportUnservedAsync(cancellationToken);
        await _v1Schedules.SettleAsync(cancellationToken);
        foreach (var run in await _store.Runs.ListUnfinishedAsync(cancellationToken))
        {
            if (run.TaskId is { } taskId)
            {
                _queue.EnqueueTask(await JidOfAsync(run, cancellationToken), taskId);
            }
            else
            {
                _queue.EnqueueMessages(run.ChatJid);
            }
        }

        await LookThroughAsync(cancellationToken);
    }

    /// <summary>Runs the channels and the slow look through everything until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken);
        var channels = _channels.All.Select(channel => SuperviseAsync(channel, cancellationToken)).ToList();
        try
        {
            while (true)
            {
                await _wake.WaitAsync(await FindPauseAsync(cancellationToken), cancellationToken);
                await TryAsync(
                    async token =>
                    {
                        await LookThroughAsync(token);
                        return this;
                    },
                    cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Task.WhenAll(channels);
        }
    }

    /// <summary>Finishes what runs, and sends what it said, within <see cref="HostOptions.ShutdownTimeout"/>; the rest is resumed at the next start.</summary>
    public async Task StopAsync()
    {
        var start = _time.GetTimestamp();
        await _queue.StopAsync(_options.ShutdownTimeout);
        await _outbox.FlushAsync(_options.ShutdownTimeout - _time.GetElapsedTime(start));
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _queue.DisposeAsync();
        await _outages.DisposeAsync();
        await _outbox.DisposeAsync();
        _budget.Dispose();
        _notices.Dispose();
        _news.Dispose();
        _metrics.Dispose();
    }

    /// <summary>In case an event was missed: messages that wait, texts not sent, tasks that are due.</summary>
    internal async Task LookThroughAsync(CancellationToken cancellationToken)
    {
        foreach (var chatJid in await _store.Messages.ListPendingChatsAsync(cancellationToken))
        {
            _queue.EnqueueMessages(chatJid);
        }

        await _outbox.WakeAllAsync(cancellationToken);
        await _dueTasks.EnqueueAsync(cancellationToken);
        await _held.SettleAsync(cancellationToken);
        await _store.Outbox.PruneAsync(_time.GetUtcNow() - SentTextsKept, cancellationToken);
    }

    /// <summary>Until the next poll, or the next task if that is sooner.</summary>
    private async Task<TimeSpan> FindPauseAsync(CancellationToken cancellationToken)
    {
        var isSaving = (await TryAsync(_budget.GetAsync, cancellationToken))?.State is not (null or BudgetState.Normal);
        var poll = isSaving ? _options.SavingPollInterval : _options.PollInterval;
        var now = _time.GetUtcNow();
        return await TryAsync(async token => await _store.Tasks.FindNextDueAsync(now, token), cancellationToken) is { } due && due - now < poll
            ? due - now
            : poll;
    }

    private async Task ReportUnservedAsync(CancellationToken cancellationToken)
    {
        var unserved = (await _store.Groups.ListAsync(cancellationToken)).Where(group => _channels.Find(group.Jid) is null).ToList();
        if (unserved.Count > 0)
        {
            LogUnserved(string.Join(", ", unserved.Select(group => group.Folder)));
        }
    }

    private async Task<string> JidOfAsync(AgentRun run, CancellationToken cancellationToken) =>
        (await _store.Groups.ListAsync(cancellationToken)).FirstOrDefault(group => group.Folder == run.GroupFolder)?.Jid ?? run.ChatJid;

    private async Task SuperviseAsync(IChannel channel, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await channel.RunAsync(_inbox, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogChannelFailed(channel.Name, exception.GetType().Name, exception);
            }

            await Task.Delay(_options.PollInterval, _time, cancellationToken).ContinueWith(
                static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private async Task<T?> TryAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken)
    {
        try
        {
            return await act(cancellationToken);
        }
        catch (StoreException exception)
        {
            LogStoreFailed(exception.Failure, exception.Message);
            return default;
        }
    }

    [LoggerMessage(LogLevel.Warning, "No channel of this process serves the groups {Folders}: what is theirs waits.")]
    private partial void LogUnserved(string folders);

    [LoggerMessage(LogLevel.Warning, "Others on this machine may look into {Folder}, which is another user's to close.")]
    private partial void LogOpenFolder(string folder);

    [LoggerMessage(LogLevel.Error, "Channel {Channel} failed ({Kind}) and is started again.")]
    private partial void LogChannelFailed(string channel, string kind, Exception exception);

    [LoggerMessage(LogLevel.Error, "The store failed ({Failure}): {Reason}")]
    private partial void LogStoreFailed(StoreFailure failure, string reason);
}
