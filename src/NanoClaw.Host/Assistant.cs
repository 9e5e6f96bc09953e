using Microsoft.Extensions.Logging;
using NanoClaw.Agents;
using NanoClaw.Host.Actions;
using NanoClaw.Host.Budget;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Decisions;
using NanoClaw.Host.Metrics;
using NanoClaw.Host.Models;
using NanoClaw.Host.Orders;
using NanoClaw.Host.Outages;
using NanoClaw.Host.Outbox;
using NanoClaw.Host.Queue;
using NanoClaw.Host.Receiving;
using NanoClaw.Host.Requests;
using NanoClaw.Host.Running;
using NanoClaw.Host.Runs;
using NanoClaw.Host.Scheduling;
using NanoClaw.Host.Scheduling.Legacy;
using NanoClaw.Host.Shares;
using NanoClaw.Host.Stopping;
using NanoClaw.Host.Tasks;
using NanoClaw.Host.Telemetry;
using NanoClaw.Host.Turns;
using NanoClaw.Host.Usage;
using NanoClaw.Store;

namespace NanoClaw.Host;

/// <summary>The assistant: everything between the channels, the store and the agent, put together.</summary>
public sealed class Assistant : IAsyncDisposable
{
    private readonly HostOptions _options;
    private readonly TimeProvider _time;
    private readonly ChannelSet _channels;
    private readonly HostMetrics _metrics = new();
    private readonly WakeSignal _wake;
    private readonly Notices _notices;
    private readonly OutboxSender _outbox;
    private readonly BudgetGuard _budget;
    private readonly OutageGuard _outages;
    private readonly InboxTroubles _troubles;
    private readonly GroupQueue _queue;
    private readonly Inbox _inbox;
    private readonly LeftOutNews _news;
    private readonly WaitingMessages _waiting;
    private readonly TakeOver _takeOver;
    private readonly Poll _poll;
    private readonly ChannelSupervisor _supervisor;
    private int _disposed;

    public Assistant(
        IStore store,
        IAgentRuntime runtime,
        IEnumerable<IChannel> channels,
        HostOptions options,
        TimeProvider time,
        ILoggerFactory loggers,
        IAgentRemedy? remedy = null
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _time = time;
        _channels = new ChannelSet(channels);
        var allowlist = options.SenderAllowlistPath is { } path ? SenderAllowlist.Read(path) : SenderAllowlist.Everybody;
        var schedule = new Schedule(options.Zone);
        _wake = new WakeSignal(time);
        StartedAt = time.GetUtcNow();
        _notices = new Notices(store);
        var answers = new AnswerTimes(_metrics, time);
        var content = new ContentLog(options, loggers.CreateLogger<ContentLog>());
        _outbox = new OutboxSender(store, _channels, _metrics, answers, content, options.AssistantName, time, loggers.CreateLogger<OutboxSender>());
        _budget = new BudgetGuard(store, new BudgetNews(store, _outbox, options, time, loggers.CreateLogger<BudgetNews>()), options, time);
        _news = new LeftOutNews(store, _outbox, _channels, time, loggers.CreateLogger<LeftOutNews>());
        var refused = new RefusedMessages(store, _channels, time);
        var shares = new RunShares(store, _budget, _outbox, _channels, options, time, loggers.CreateLogger<RunShares>());
        var rules = RuleTable.Read(options.RulesPath);
        var strangers = new Strangers(store, allowlist);
        var list = ActionRegistry.Of(store, _channels, _notices, options, schedule, time, loggers);
        var book = new DecisionBook(store, loggers.CreateLogger<DecisionBook>());
        var held = new HeldEffects(store, book, list, rules, _outbox, _channels, _notices, _wake, options, time);
        var decisions = new DecisionPoint(book, rules, held, _outbox, _wake, time);
        var actions = new ActionExecutor(store, list, decisions, strangers, _notices, time, content, loggers.CreateLogger<ActionExecutor>());
        var clock = new SteadyClock(time);
        var watched = new OutageWatches(store, clock, time, loggers.CreateLogger<OutageWatches>());
        _outages = new OutageGuard(
            watched,
            new OutageNews(watched, new OutageTeller(store, _outbox, _channels, options, clock, time), remedy),
            new OutageJudge(new PlainRequest(store, runtime, time)),
            remedy,
            chatJid => _queue!.EnqueueMessages(chatJid),
            _wake.Set,
            clock,
            time,
            loggers.CreateLogger<OutageGuard>()
        );
        var models = new ModelChoices(store, _budget, _outbox, _channels, options, time);
        var stops = new RunStops(store, time);
        var settlement = new RunSettlement(
            store,
            runtime,
            stops,
            _outbox,
            actions,
            refused,
            models,
            _metrics,
            answers,
            content,
            time,
            loggers.CreateLogger<RunSettlement>()
        );
        var follower = new RunFollower(
            store,
            runtime,
            stops,
            _outbox,
            actions,
            settlement,
            strangers,
            _channels,
            _outages,
            options,
            time,
            loggers.CreateLogger<RunFollower>()
        );
        var requests = new RequestBuilder(store, new GroupMemory(options, loggers.CreateLogger<GroupMemory>()), _news, models, options);
        var queue = new QueueOptions { MaxConcurrentRuns = options.MaxConcurrentRuns };
        var taskNews = new TaskNews(store, _outbox, _channels, options, time);
        var tasks = new TaskRunner(
            store,
            new TaskRuns(store, requests, options, time),
            follower,
            shares,
            _outages,
            taskNews,
            schedule,
            _channels,
            _wake,
            content,
            time,
            loggers.CreateLogger<TaskRunner>()
        );
        var waiting = _waiting = new WaitingMessages(store, allowlist, options);
        var runner = new GroupRunner(
            new ServedGroups(store, _channels, _news),
            waiting,
            new AnswerPermit(store, _budget, shares, _outbox),
            new MessageRuns(store, requests, refused, strangers, _news, _notices, answers, options, time),
            follower,
            new EndedRuns(new FailedMessages(store, refused, _outbox, _channels, queue, time), _waiting, _notices, _outages, queue),
            _outages,
            new WatchedTasks(tasks, store, taskNews)
        );
        _queue = new GroupQueue(runner, queue, time, loggers.CreateLogger<GroupQueue>());
        var dueTasks = new DueTasks(store, _queue, _budget, taskNews, schedule, time, loggers.CreateLogger<DueTasks>());
        _troubles = new InboxTroubles(_channels);
        var v1Schedules = new V1Schedules(store, schedule, _outbox, _channels, content, time, loggers.CreateLogger<V1Schedules>());
        var heldAnswers = new Answers(store, held, allowlist, _outbox, _channels, time);
        var orders = new OrderDesks(
            allowlist,
            new UsageDesk(store, _outbox, _channels, options, time),
            new BudgetDesk(_budget, decisions, _outbox, _channels, options, time),
            new ModelDesk(store, models, _budget, decisions, _outbox, _channels, options, time),
            _outbox,
            _channels,
            options.AssistantName,
            time
        );
        var stopDesk = new StopDesk(store, stops, _queue, _outbox, _channels, time);
        _inbox = new Inbox(store, _queue, allowlist, orders, stopDesk, heldAnswers, _outages, _troubles, _metrics, answers, content, options.AssistantName);
        _takeOver = new TakeOver(store, _queue, _outages, v1Schedules, rules, _channels, options, loggers.CreateLogger<TakeOver>());
        _poll = new Poll(
            store,
            _queue,
            _outbox,
            dueTasks,
            held,
            _budget,
            new ChannelNews(store, _channels, _outbox, time),
            new CautiousClock(store, time),
            _wake,
            options,
            time,
            loggers.CreateLogger<Poll>()
        );
        _supervisor = new ChannelSupervisor(_channels, _inbox, options, time, loggers.CreateLogger<ChannelSupervisor>());
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

    internal HostOptions Options => _options;

    internal IReadOnlyList<IChannel> Channels => _channels.All;

    /// <summary>How a channel is doing.</summary>
    internal ChannelStatus StatusOf(IChannel channel) => _troubles.StatusOf(channel);

    internal OutageGuard OutageGuard => _outages;

    internal GroupQueue Queue => _queue;

    internal BudgetGuard Budget => _budget;

    internal HostMetrics Metrics => _metrics;

    internal WaitingMessages Waiting => _waiting;

    internal BudgetOptions BudgetOptions => _options.Budget;

    /// <summary>Takes up what an earlier process left: texts not sent, runs under way, messages not answered.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _takeOver.RunAsync(cancellationToken);
        await _poll.LookThroughAsync(cancellationToken);
    }

    /// <summary>Runs the channels and the slow look through everything until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken);
        var channels = _supervisor.RunAsync(cancellationToken);
        try
        {
            await _poll.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await channels;
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

    internal Task LookThroughAsync(CancellationToken cancellationToken) => _poll.LookThroughAsync(cancellationToken);
}
