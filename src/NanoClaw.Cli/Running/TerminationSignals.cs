using System.Runtime.InteropServices;

namespace NanoClaw.Cli.Running;

/// <summary>
/// Ctrl-C and SIGTERM for a command that has to finish something: the first one asks it to, a second one leaves at
/// once. What was under way is resumed at the next start.
/// </summary>
internal sealed class TerminationSignals : IDisposable
{
    // 128 and the signal's number, as shells have it.
    private const int Terminated = 143;

    private readonly CancellationTokenSource _stop;
    private readonly Action _onFirst;
    private readonly Action<int> _exit;
    private readonly Func<bool> _takesInterrupt;
    private readonly IReadOnlyList<PosixSignalRegistration> _registrations;
    private int _count;

    /// <param name="onFirst">Told of the first signal, before anything is stopped.</param>
    /// <param name="exit">Ends the process with a code.</param>
    /// <param name="cancellationToken">Asks for the same as a first signal.</param>
    /// <param name="takesInterrupt">Asked at Ctrl-C: what it ends instead, an answer under way, is no first signal.</param>
    public TerminationSignals(Action onFirst, Action<int> exit, CancellationToken cancellationToken, Func<bool>? takesInterrupt = null)
    {
        (_onFirst, _exit, _takesInterrupt) = (onFirst, exit, takesInterrupt ?? (static () => false));
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Handle(context, ExitCode.Interrupted)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Handle(context, Terminated)),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    /// <summary>As a signal does, with the code of an end at once.</summary>
    internal void Receive(int code)
    {
        if (code == ExitCode.Interrupted && Volatile.Read(ref _count) == 0 && _takesInterrupt())
        {
            return;
        }

        if (Interlocked.Increment(ref _count) > 1)
        {
            _exit(code);
            return;
        }

        _onFirst();
        _stop.Cancel();
    }

    private void Handle(PosixSignalContext context, int code)
    {
        context.Cancel = true;
        Receive(code);
    }
}
