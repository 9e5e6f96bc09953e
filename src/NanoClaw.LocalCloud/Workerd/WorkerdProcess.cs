using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace NanoClaw.LocalCloud;

/// <summary>One run of workerd: it tells where it listens and its last lines, and it ends when this process ends.</summary>
internal sealed class WorkerdProcess
{
    private const int KeptLines = 20;
    private const int KeptCharacters = 500;

    // What a program needs to run at all. The rest of the environment, keys among it, is none of the Worker's business.
    private static readonly string[] InheritedVariables =
    [
        "PATH",
        "HOME",
        "TMPDIR",
        "TZ",
        "LANG",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "SystemRoot",
        "TEMP",
        "TMP",
    ];

    private readonly Process _process;
    private readonly Queue<string> _lastLines = new();
    private readonly IReadOnlyDictionary<string, WorkerdSocket> _sockets;
    private readonly Dictionary<string, Uri> _listening = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<IReadOnlyDictionary<string, Uri>> _addresses = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WorkerdProcess(Process process, IReadOnlyDictionary<string, WorkerdSocket> sockets, Action<string> onLine)
    {
        _process = process;
        _sockets = sockets;
        Exited = WatchAsync(onLine);
    }

    /// <summary>Where workerd listens, by the names of its sockets, once it does on all of them.</summary>
    /// <remarks>It fails where workerd ended before it listened.</remarks>
    public Task<IReadOnlyDictionary<string, Uri>> Addresses => _addresses.Task;

    /// <summary>The exit code, once workerd has ended and all of its lines were read.</summary>
    public Task<int> Exited { get; }

    public IReadOnlyList<string> LastLines
    {
        get
        {
            lock (_lastLines)
            {
                return [.. _lastLines];
            }
        }
    }

    public static WorkerdProcess Start(
        string binary,
        string configFile,
        IReadOnlyDictionary<string, WorkerdSocket> sockets,
        IReadOnlyDictionary<string, string> secrets,
        Action<string> onLine
    )
    {
        var start = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetDirectoryName(configFile),
        };
        string[] arguments = ["serve", configFile, .. sockets.Select(socket => $"--socket-addr={socket.Key}={socket.Value.Argument}")];
        if (OperatingSystem.IsWindows())
        {
            start.FileName = binary;
            arguments = [.. arguments, "--control-fd=1"];
        }
        else
        {
            start.FileName = "/bin/sh";
            arguments = ["-c", EmbeddedText.Read("supervise.sh"), "nanoclaw-workerd", binary, .. arguments, "--control-fd=3"];
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in start.Environment.Keys.Except(InheritedVariables, StringComparer.OrdinalIgnoreCase).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in secrets)
        {
            start.Environment[name] = value;
        }

        var started = Process.Start(start) ?? throw new LocalCloudException($"{start.FileName} could not be started.");
        return new WorkerdProcess(started, sockets, onLine);
    }

    /// <summary>Ends workerd, and returns when it has ended.</summary>
    /// <param name="drain">How long what is under way may take to finish.</param>
    public async Task EndAsync(TimeSpan drain)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(((int)drain.TotalSeconds).ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
            _process.StandardInput.Close();
            if (OperatingSystem.IsWindows())
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // It ended by itself.
        }

        await Exited.ConfigureAwait(false);
        _process.Dispose();
    }

    private async Task<int> WatchAsync(Action<string> onLine)
    {
        await Task.WhenAll(ReadControlAsync(), ReadLinesAsync(onLine)).ConfigureAwait(false);
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _addresses.TrySetException(new LocalCloudException("workerd ended before it listened."));
        _ = _addresses.Task.Exception;
        return _process.ExitCode;
    }

    private async Task ReadControlAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (TryReadPort(line) is var (name, port) && _sockets.TryGetValue(name, out var socket))
            {
                _listening[name] = socket.AddressAt(port);
            }

            if (_listening.Count == _sockets.Count)
            {
                _addresses.TrySetResult(_listening);
            }
        }
    }

    private async Task ReadLinesAsync(Action<string> onLine)
    {
        while (await _process.StandardError.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            var kept = line.Length > KeptCharacters ? line[..KeptCharacters] : line;
            lock (_lastLines)
            {
                _lastLines.Enqueue(kept);
                if (_lastLines.Count > KeptLines)
                {
                    _lastLines.Dequeue();
                }
            }

            onLine(kept);
        }
    }

    private static (string Socket, int Port)? TryReadPort(string line)
    {
        try
        {
            using var message = JsonDocument.Parse(line);
            var root = message.RootElement;
            return root.GetProperty("event").GetString() == "listen"
                ? (root.GetProperty("socket").GetString() ?? "", root.GetProperty("port").GetInt32())
                : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Not a control message that concerns us.
            return null;
        }
    }
}
