using System.Diagnostics;

namespace NanoClaw.Backup.Victim;

/// <summary>Ends this process at its step as the system would: nothing of it runs any more.</summary>
internal sealed class Death(int at) : IProgress<string>
{
    private int _steps;

    public void Report(string value) => Step();

    public void Step()
    {
        if (Interlocked.Increment(ref _steps) == at)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
