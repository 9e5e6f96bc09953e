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
    private static readonly string[] InheritedVariables = ["PATH", "HOME", "TMPDIR", "TZ", "LANG", "SSL_CERT_FILE", "SSL_CERT_DIR", "SystemRoot", "TEMP", "TMP"];

    private readonly Process process;
    private readonly Queue<string> lastLines = new();
    private readonly IReadOnlyDictionary<string, WorkerdSocket> sockets;
    private readonly Dictionary<string, Uri> listening = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<IReadOnlyDictionary<string, Uri>> addresses = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WorkerdProcess(Process process, IReadOnlyDictionary<string, WorkerdSocket> sockets, Action<string> onLine)
    {
        this.process = process;
        this.sockets = sockets;
        Exited = WatchAsync(onLine);
    }

    /// <summary>Where workerd listens, by the names of its sockets, once it does on all of them.</summary>
    /// <remarks>It fails where workerd ended before it listened.</remarks>
    public Task<IReadOnlyDictionary<string, Uri>> Addresses => addresses.Task;

    /// <summary>The exit code, once workerd has ended and all of its lines were read.</summary>
    public Task<int> Exited { get; }

    public IReadOnlyList<string> LastLines
    {
        get
        {
            lock (lastLines)
            {
                return [.. lastLines];
            }
        }
    }

    public static WorkerdProcess Start(
        string binary, string configFile, IReadOnlyDictionary<string, WorkerdSocket> sockets, IReadOnlyDictionary<string, string> secrets, Action<string> onLine)
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
            await process.StandardInput.WriteLineAsync(((int)drain.TotalSeconds).ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
            process.StandardInput.Close();
            if (OperatingSystem.IsWindows())
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // It ended by itself.
        }

        await Exited.ConfigureAwait(false);
        process.Dispose();
    }

    private async Task<int> WatchAsync(Action<string> onLine)
    {
        await Task.WhenAll(ReadControlAsync(), ReadLinesAsync(onLine)).ConfigureAwait(false);
        await process.WaitForExitAsync().ConfigureAwait(false);
        addresses.TrySetException(new LocalCloudException("workerd ended before it listened."));
        _ = addresses.Task.Exception;
        return process.ExitCode;
    }

    private async Task ReadControlAsync()
    {
        while (await process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (TryReadPort(line) is var (name, port) && sockets.TryGetValue(name, out var socket))
            {
                listening[name] = socket.AddressAt(port);
            }

            if (listening.Count == sockets.Count)
            {
                addresses.TrySetResult(listening);
            }
        }
    }

    private async Task ReadLinesAsync(Action<string> onLine)
    {
        while (await process.StandardError.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            var kept = line.Length > KeptCharacters ? line[..KeptCharacters] : line;
            lock (lastLines)
            {
                lastLines.Enqueue(kept);
                if (lastLines.Count > KeptLines)
                {
                    lastLines.Dequeue();
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
            return root.GetProperty("event").GetString() == "listen" ? (root.GetProperty("socket").GetString() ?? "", root.GetProperty("port").GetInt32()) : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Not a control message that concerns us.
            return null;
        }
    }
}
