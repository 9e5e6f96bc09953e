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

    private readonly CancellationTokenSource stop;
    private readonly Action onFirst;
    private readonly Action<int> exit;
    private readonly Func<bool> takesInterrupt;
    private readonly IReadOnlyList<PosixSignalRegistration> registrations;
    private int count;

    /// <param name="onFirst">Told of the first signal, before anything is stopped.</param>
    /// <param name="exit">Ends the process with a code.</param>
    /// <param name="cancellationToken">Asks for the same as a first signal.</param>
    /// <param name="takesInterrupt">Asked at Ctrl-C: what it ends instead, an answer under way, is no first signal.</param>
    public TerminationSignals(Action onFirst, Action<int> exit, CancellationToken cancellationToken, Func<bool>? takesInterrupt = null)
    {
        (this.onFirst, this.exit, this.takesInterrupt) = (onFirst, exit, takesInterrupt ?? (static () => false));
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Handle(context, ExitCode.Interrupted)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Handle(context, Terminated)),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => stop.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        stop.Dispose();
    }

    /// <summary>As a signal does, with the code of an end at once.</summary>
    internal void Receive(int code)
    {
        if (code == ExitCode.Interrupted && Volatile.Read(ref count) == 0 && takesInterrupt())
        {
            return;
        }

        if (Interlocked.Increment(ref count) > 1)
        {
            exit(code);
            return;
        }

        onFirst();
        stop.Cancel();
    }

    private void Handle(PosixSignalContext context, int code)
    {
        context.Cancel = true;
        Receive(code);
    }
}
