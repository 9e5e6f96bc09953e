using System.Diagnostics;
using NanoClaw.Launcher.Tests;

namespace NanoClaw.EndToEnd.Tests;

/// <summary>The <c>nanoclaw</c> command as a user starts it: a process of its own.</summary>
internal sealed class NanoClawProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // What the machine of the tests may have set must not decide them.
    private static readonly string[] Removed =
    [
        "ANTHROPIC_",
        "OPENAI_",
        "CLOUDFLARE_",
        "AGENT_",
        "PULUMI_",
        "TELEGRAM_",
        "WHATSAPP_",
        "ASSISTANT_",
        "LOG_",
        "NO_COLOR",
    ];

    // The command's own folder: beside a test, a program lacks what the test's framework brings.
    private static readonly string Program = Path.Combine(
        AppContext.BaseDirectory.Replace(Path.Combine("tests", "NanoClaw.EndToEnd.Tests"), Path.Combine("src", "NanoClaw.Cli"), StringComparison.Ordinal),
        "nanoclaw.dll"
    );

    private readonly Process _process;
    private readonly WrittenText _output;
    private readonly WrittenText _error;
    private readonly Task _reading;

    private NanoClawProcess(Process process)
    {
        _process = process;
        _output = new WrittenText(process.StandardOutput);
        _error = new WrittenText(process.StandardError);
        _reading = Task.WhenAll(_output.Reading, _error.Reading);
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What it has written so far, without the last line's end.</summary>
    public string Output => WithoutLastEnd(TextOf(_output));

    public string Error => WithoutLastEnd(TextOf(_error));

    /// <summary>What it has written so far, each character of it: what a terminal was told.</summary>
    public string Written
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static NanoClawProcess Start(string folder, params string[] args) => Start(folder, null, args);

    public static NanoClawProcess Start(string folder, IReadOnlyDictionary<string, string>? environment, params string[] args) =>
        StartProgram(folder, environment, "dotnet", [Program, .. args]);

    /// <summary>Starts it in a terminal of its own, 80 columns wide; what is written to it is typed.</summary>
    public static NanoClawProcess StartInTerminal(string folder, IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        const string Terminal = "/usr/bin/script";
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Terminal), "util-linux's script makes the terminal.");
        var line = string.Join(' ', args.Prepend(Program).Select(word => $"'{word}'"));
        return StartProgram(folder, environment, Terminal, ["-qefc", $"stty cols 80 rows 24; exec dotnet {line}", "/dev/null"]);
    }

    /// <summary>Starts it in a line of a shell, such as <c>{0} status | head -1</c>, that ends as the last failed program of a pipe does.</summary>
    public static NanoClawProcess StartInShell(string folder, IReadOnlyDictionary<string, string> environment, string line)
    {
        const string Shell = "/bin/bash";
        Assert.SkipUnless(File.Exists(Shell), "bash tells how the first program of a pipe ended.");
        return StartProgram(
            folder,
            environment,
            Shell,
            ["-c", "set -o pipefail; " + string.Format(System.Globalization.CultureInfo.InvariantCulture, line, $"dotnet '{Program}'")]
        );
    }

    private static NanoClawProcess StartProgram(string folder, IReadOnlyDictionary<string, string>? environment, string program, IReadOnlyList<string> args)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        foreach (var argument in args)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in start.Environment.Keys.Where(k => Removed.Any(p => k.StartsWith(p, StringComparison.Ordinal))).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        return new NanoClawProcess(Process.Start(start)!);
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string folder, params string[] args)
    {
        await using var command = Start(folder, args);
        var code = await command.WaitAsync();
        return (code, command.Output, command.Error);
    }

    public void Write(string text)
    {
        _process.StandardInput.Write(text);
        _process.StandardInput.Close();
    }

    /// <summary>Writes a line, and leaves the input open.</summary>
    public void WriteLine(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>Presses keys.</summary>
    public void Type(string keys)
    {
        _process.StandardInput.Write(keys);
        _process.StandardInput.Flush();
    }

    /// <summary>Waits for something that this process brings about.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        var deadline = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.False(_process.HasExited && _reading.IsCompleted, $"nanoclaw ended too early:\n{Output}\n{Error}");
            Assert.True(deadline.Elapsed < Patience, $"nanoclaw did not come to it:\n{Output}\n{Error}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        await _reading.WaitAsync(Patience, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Waits for a line of the standard output.</summary>
    public async Task<string> LineAsync()
    {
        await UntilAsync(() => TextOf(_output).Contains('\n', StringComparison.Ordinal));
        return Output.Split('\n')[0];
    }

    /// <summary>Asks it to end, as a terminal or a service manager does.</summary>
    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString()]);
        kill.WaitForExit();
    }

    /// <summary><c>kill -9</c>: this process, and none that it started.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits until it is gone, however it ended.</summary>
    public Task EndAsync() => _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static string TextOf(WrittenText text) => text.ToString().ReplaceLineEndings("\n");

    private static string WithoutLastEnd(string text) => text.EndsWith('\n') ? text[..^1] : text;
}
