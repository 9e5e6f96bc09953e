using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace NanoClaw.Host;

/// <summary>The first Ctrl-C asks the process to finish; a second one leaves at once. What was under way is resumed at the next start.</summary>
internal sealed class SecondInterrupt(IHostApplicationLifetime lifetime, Action<int> exit) : IHostedService, IDisposable
{
    /// <summary>128 and the number of SIGINT, as shells have it.</summary>
    private const int ExitCode = 130;

    private PosixSignalRegistration? _registration;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Interrupt());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registration?.Dispose();

    internal void Interrupt()
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            exit(ExitCode);
        }
    }
}
