using System.Diagnostics;

namespace NanoClaw.Launcher.Tests;

/// <summary>A program that runs, and what it has written so far.</summary>
internal sealed class Command : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process process;
    private readonly WrittenText output;
    private readonly WrittenText error;
    private readonly Task reading;

    private Command(Process process)
    {
        this.process = process;
        output = new WrittenText(process.StandardOutput);
        error = new WrittenText(process.StandardError);
        reading = Task.WhenAll(output.Reading, error.Reading);
    }

    public int Id => process.Id;

    public string Output => output.ToString();

    public string Error => error.ToString();

    public static Command Start(string folder, IReadOnlyDictionary<string, string?> environment, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new Command(Process.Start(start)!);
    }

    public void Write(string input)
    {
        process.StandardInput.Write(input);
        process.StandardInput.Close();
    }

    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString()]);
        kill.WaitForExit();
    }

    /// <summary>Waits for something that this program brings about.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < Patience && !(process.HasExited && reading.IsCompleted), $"It did not come to it.\n{Output}\n{Error}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        await reading.WaitAsync(Patience, TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }
}
