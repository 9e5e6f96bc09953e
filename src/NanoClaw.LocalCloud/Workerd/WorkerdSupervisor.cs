namespace NanoClaw.LocalCloud;

/// <summary>Keeps workerd running: a crash is reported with its last lines and followed by a new start, each time later.</summary>
public sealed class WorkerdSupervisor : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(30);

    // A replacement may take longer than an end: turns that are under way are worth waiting for.
    private static readonly TimeSpan DrainOnReplace = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan DrainOnEnd = TimeSpan.FromSeconds(2);

    private static readonly IReadOnlyDictionary<string, Uri> Nowhere = new Dictionary<string, Uri>(StringComparer.Ordinal);

    private readonly string _binary;
    private readonly string _folder;
    private readonly WorkerdEvents _events;
    private readonly TimeProvider _time;

    // Not among the other files: a project's path may be longer than a socket's can be.
    private readonly DirectoryInfo _sockets = Directory.CreateTempSubdirectory("nanoclaw-");
    private int _launches;
    private WorkerdConfiguration _configuration;
    private CancellationTokenSource _stopping = new();
    private Task<WorkerdProcess?> _supervision = Task.FromResult<WorkerdProcess?>(null);
    private volatile IReadOnlyDictionary<string, Uri> _addresses = Nowhere;

    private WorkerdSupervisor(string binary, string folder, WorkerdConfiguration configuration, WorkerdEvents events, TimeProvider time)
    {
        _binary = binary;
        _folder = folder;
        _configuration = configuration;
        _events = events;
        _time = time;
    }

    /// <summary>
    /// Where each Worker listens now, by its script's name; nowhere while workerd is down. <c>unix:///path</c>, a socket that only
    /// this user can reach, or <c>http://127.0.0.1:port</c> on Windows. It changes with each start.
    /// </summary>
    public IReadOnlyDictionary<string, Uri> Addresses
    {
        get => _addresses;
        private set
        {
            _addresses = value;
            AddressChanged();
        }
    }

    /// <summary>The agent's; null while workerd is down.</summary>
    public Uri? Address => _addresses.GetValueOrDefault(_configuration.Sockets[0].Key);

    /// <summary>Called after each change of <see cref="Addresses"/>; must not throw.</summary>
    public Action AddressChanged { get; set; } = static () => { };

    /// <summary>Starts workerd and returns once it listens.</summary>
    /// <param name="binary">workerd's path.</param>
    /// <param name="folder">The folder for its files; it must exist.</param>
    /// <param name="configuration">What to run.</param>
    /// <param name="events">Told what happens to it.</param>
    /// <param name="time">The clock of restarts.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="LocalCloudException">It ended, or did not listen within 30 seconds; the message has its last lines.</exception>
    public static async Task<WorkerdSupervisor> StartAsync(
        string binary,
        string folder,
        WorkerdConfiguration configuration,
        WorkerdEvents events,
        TimeProvider time,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(events);
        var supervisor = new WorkerdSupervisor(binary, folder, configuration, events, time);
        try
        {
            configuration.Save(folder);
            supervisor.Supervise(await supervisor.LaunchAsync(cancellationToken).ConfigureAwait(false));
            return supervisor;
        }
        catch
        {
            await supervisor.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Runs another configuration in the place of this one. Requests that are under way may finish for 15 seconds; the two
    /// never run at once, since they share the Durable Objects' files. Not to be called twice at a time.
    /// </summary>
    /// <exception cref="LocalCloudException">The other did not start; this one runs again.</exception>
    public async Task ReplaceAsync(WorkerdConfiguration replacement, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(replacement);
        await EndAsync(DrainOnReplace).ConfigureAwait(false);
        _stopping.Dispose();
        _stopping = new CancellationTokenSource();
        var before = _configuration;
        try
        {
            _configuration = replacement;
            replacement.Save(_folder);
            Supervise(await LaunchAsync(cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            _configuration = before;
            before.Save(_folder);
            Supervise(await LaunchAsync(CancellationToken.None).ConfigureAwait(false));
            throw;
        }
    }

    /// <summary>Ends workerd.</summary>
    public async ValueTask DisposeAsync()
    {
        await EndAsync(DrainOnEnd).ConfigureAwait(false);
        _stopping.Dispose();
        if (_sockets.Exists)
        {
            _sockets.Delete(recursive: true);
        }
    }

    private async Task EndAsync(TimeSpan drain)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        var process = await _supervision.ConfigureAwait(false);
        Addresses = Nowhere;
        if (process is not null)
        {
            await process.EndAsync(drain).ConfigureAwait(false);
        }
    }

    private void Supervise(WorkerdProcess process) => _supervision = SuperviseAsync(process, _stopping.Token);

    private async Task<WorkerdProcess> LaunchAsync(CancellationToken cancellationToken)
    {
        var listeners = _configuration.Sockets.ToDictionary(
            socket => socket.Value,
            _ => WorkerdSocket.In(_sockets.FullName, ++_launches),
            StringComparer.Ordinal
        );
        var process = WorkerdProcess.Start(
            _binary,
            Path.Combine(_folder, WorkerdConfiguration.FileName),
            listeners,
            _configuration.Environment,
            _events.OnLine
        );
        try
        {
            var listening = await process.Addresses.WaitAsync(StartLimit, _time, cancellationToken).ConfigureAwait(false);
            Addresses = _configuration.Sockets.ToDictionary(socket => socket.Key, socket => listening[socket.Value], StringComparer.Ordinal);
            return process;
        }
        catch (Exception exception)
        {
            await process.EndAsync(DrainOnEnd).ConfigureAwait(false);
            throw exception is LocalCloudException or TimeoutException
                ? new LocalCloudException($"workerd did not start.{Quoted(process.LastLines)}", exception)
                : exception;
        }
    }

    /// <returns>The process that runs when the supervision is stopped, or null where none does.</returns>
    private async Task<WorkerdProcess?> SuperviseAsync(WorkerdProcess first, CancellationToken stop)
    {
        WorkerdProcess? process = first;
        var delay = FirstDelay;
        try
        {
            while (true)
            {
                if (process is not null)
                {
                    var started = _time.GetTimestamp();
                    var code = await process.Exited.WaitAsync(stop).ConfigureAwait(false);
                    Addresses = Nowhere;
                    delay = _time.GetElapsedTime(started) > Healthy ? FirstDelay : delay;
                    _events.OnCrash(new WorkerdCrash(code, process.LastLines, delay));
                    await process.EndAsync(TimeSpan.Zero).ConfigureAwait(false);
                    process = null;
                }

                await Task.Delay(delay, _time, stop).ConfigureAwait(false);
                delay = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, LongestDelay.Ticks));
                try
                {
                    process = await LaunchAsync(stop).ConfigureAwait(false);
                    _events.OnRestart();
                }
                catch (LocalCloudException exception)
                {
                    _events.OnCrash(new WorkerdCrash(ExitCode: null, [exception.Message], delay));
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return process;
        }
    }

    private static string Quoted(IReadOnlyList<string> lines) => lines.Count == 0 ? " It said nothing." : $" Its last lines:\n  {string.Join("\n  ", lines)}";
}
