using System.Diagnostics.CodeAnalysis;

namespace NanoClaw.LocalCloud;

/// <summary>Keeps workerd running: a crash is reported with its last lines and followed by a new start, each time later.</summary>
public sealed class WorkerdSupervisor : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(30);

    private readonly string binary;
    private readonly string configFile;
    private readonly WorkerdConfiguration configuration;
    private readonly WorkerdEvents events;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stopping = new();
    private Task supervision = Task.CompletedTask;
    private volatile Uri? address;

    private WorkerdSupervisor(string binary, string configFile, WorkerdConfiguration configuration, WorkerdEvents events, TimeProvider time)
    {
        this.binary = binary;
        this.configFile = configFile;
        this.configuration = configuration;
        this.events = events;
        this.time = time;
    }

    /// <summary>Where workerd listens now, or null while it is down. It changes with each start.</summary>
    [SuppressMessage("Design", "CA1056", Justification = "It is a Uri.")]
    public Uri? Address => address;

    /// <summary>Starts workerd and returns once it listens.</summary>
    /// <exception cref="LocalCloudException">It ended, or did not listen within 30 seconds; the message has its last lines.</exception>
    public static async Task<WorkerdSupervisor> StartAsync(
        string binary, string folder, WorkerdConfiguration configuration, WorkerdEvents events, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(events);
        var supervisor = new WorkerdSupervisor(binary, configuration.Save(folder), configuration, events, time);
        var process = await supervisor.LaunchAsync(cancellationToken).ConfigureAwait(false);
        supervisor.supervision = supervisor.SuperviseAsync(process);
        return supervisor;
    }

    /// <summary>Ends workerd.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await supervision.ConfigureAwait(false);
        stopping.Dispose();
    }

    private async Task<WorkerdProcess> LaunchAsync(CancellationToken cancellationToken)
    {
        var process = WorkerdProcess.Start(binary, configFile, configuration.Environment, events.OnLine);
        try
        {
            var port = await process.Port.WaitAsync(StartLimit, time, cancellationToken).ConfigureAwait(false);
            address = new Uri($"http://127.0.0.1:{port}");
            return process;
        }
        catch (Exception exception)
        {
            await process.DisposeAsync().ConfigureAwait(false);
            throw exception is LocalCloudException or TimeoutException
                ? new LocalCloudException($"workerd did not start.{Quoted(process.LastLines)}", exception)
                : exception;
        }
    }

    private async Task SuperviseAsync(WorkerdProcess first)
    {
        WorkerdProcess? process = first;
        var delay = FirstDelay;
        try
        {
            while (true)
            {
                if (process is not null)
                {
                    var started = time.GetTimestamp();
                    var code = await process.Exited.WaitAsync(stopping.Token).ConfigureAwait(false);
                    address = null;
                    delay = time.GetElapsedTime(started) > Healthy ? FirstDelay : delay;
                    events.OnCrash(new WorkerdCrash(code, process.LastLines, delay));
                    await process.DisposeAsync().ConfigureAwait(false);
                    process = null;
                }

                await Task.Delay(delay, time, stopping.Token).ConfigureAwait(false);
                delay = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, LongestDelay.Ticks));
                try
                {
                    process = await LaunchAsync(stopping.Token).ConfigureAwait(false);
                    events.OnRestart();
                }
                catch (LocalCloudException exception)
                {
                    events.OnCrash(new WorkerdCrash(ExitCode: null, [exception.Message], delay));
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            address = null;
            if (process is not null)
            {
                await process.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static string Quoted(IReadOnlyList<string> lines) =>
        lines.Count == 0 ? " It said nothing." : $" Its last lines:\n  {string.Join("\n  ", lines)}";
}
