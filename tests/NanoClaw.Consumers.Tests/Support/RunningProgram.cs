using System.Diagnostics;
using System.Text;

namespace NanoClaw.Consumers.Tests;

/// <summary>A program in a process of its own, as a developer starts it.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    // What the build around this test, or the machine, has set for itself.
    private static readonly string[] Foreign =
    [
        "MSBUILD",
        "VSTEST",
        "DOTNET_CLI_",
        "NANOCLAW_",
        "ANTHROPIC_",
        "OPENAI_",
        "CLOUDFLARE_",
        "AGENT_",
        "ASPNETCORE_",
        "PULUMI_",
    ];

    // No measure of speed: of a program that says nothing for so long nothing more is to come.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task _reading;

    private RunningProgram(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    /// <summary>What it has written so far, to either output.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static RunningProgram Start(string folder, IEnumerable<(string Key, string Value)> environment, string program, params IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(key => Foreign.Any(prefix => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))).ToArray())
        {
            start.Environment.Remove(name);
        }

        // A build server that outlives the test would keep its folder and its outputs open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new RunningProgram(process);
    }

    /// <summary>Runs a program to its end, which has to be a good one.</summary>
    public static async Task<string> RunAsync(
        string folder,
        IEnumerable<(string Key, string Value)> environment,
        string program,
        params IEnumerable<string> args
    )
    {
        await using var running = Start(folder, environment, program, args);
        var code = await running.EndAsync();
        Assert.True(code == 0, $"{program} ended with {code}:\n{running.Output}");
        return running.Output;
    }

    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        await _reading.WaitAsync(Patience, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Waits for something that this program brings about.</summary>
    public async Task<T> UntilAsync<T>(Func<Task<T?>> look)
        where T : class
    {
        for (var waited = Stopwatch.StartNew(); ; )
        {
            if (await look() is { } found)
            {
                return found;
            }

            Assert.False(_process.HasExited, $"It ended too early:\n{Output}");
            Assert.True(waited.Elapsed < Patience, $"It did not come to it:\n{Output}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Asks it to end, as a terminal does, and kills what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using (var interrupt = Process.Start("kill", ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            {
                await interrupt.WaitForExitAsync();
            }

            try
            {
                await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
            }
            catch (TimeoutException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer) is > 0 and var count)
        {
            lock (_output)
            {
                _output.Append(buffer, 0, count);
            }
        }
    }
}
