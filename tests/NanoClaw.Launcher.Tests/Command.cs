using System.Diagnostics;

namespace NanoClaw.Launcher.Tests;

/// <summary>A program that runs, and what it has written so far.</summary>
internal sealed class Command : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly WrittenText _output;
    private readonly WrittenText _error;
    private readonly Task _reading;

    private Command(Process process)
    {
        _process = process;
        _output = new WrittenText(process.StandardOutput);
        _error = new WrittenText(process.StandardError);
        _reading = Task.WhenAll(_output.Reading, _error.Reading);
    }

    public int Id => _process.Id;

    public string Output => _output.ToString();

    public string Error => _error.ToString();

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
        _process.StandardInput.Write(input);
        _process.StandardInput.Close();
    }

    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString()]);
        kill.WaitForExit();
    }

    /// <summary>Waits for something that this program brings about.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < Patience && !(_process.HasExited && _reading.IsCompleted), $"It did not come to it.\n{Output}\n{Error}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        await _reading.WaitAsync(Patience, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
