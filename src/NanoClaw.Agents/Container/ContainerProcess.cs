using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace NanoClaw.Agents;

/// <summary>The engine's client process of one container.</summary>
internal sealed class ContainerProcess : IAsyncDisposable
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly ContainerEngine _engine;
    private readonly string _name;
    private readonly Process _process;
    private readonly StderrTail _stderr = new();
    private readonly Task _stderrRead;

    private ContainerProcess(ContainerEngine engine, string name, Process process)
    {
        _engine = engine;
        _name = name;
        _process = process;
        _stderrRead = _stderr.ReadAsync(process.StandardError);
    }

    public Stream Output => _process.StandardOutput.BaseStream;

    /// <exception cref="AgentUnavailableException">The engine could not be started.</exception>
    public static ContainerProcess Start(ContainerAgentRuntime runtime, string name, IEnumerable<ContainerMount> mounts, string? timezone)
    {
        var settings = runtime.Settings;
        try
        {
            var arguments = ContainerEngine.RunArguments(name, settings.Image, mounts, timezone, settings.EnvironmentNames);
            return new ContainerProcess(runtime.Engine, name, runtime.Engine.Start(arguments));
        }
        catch (Win32Exception exception)
        {
            throw new AgentUnavailableException(
                AgentErrorCodes.EngineUnavailable,
                $"The container engine '{settings.Engine}' could not be started. Install or start it, or set {AgentConfigurationKeys.Runtime}={CloudflareAgentRuntime.Name}.",
                inner: exception
            );
        }
    }

    /// <summary>Gives the container its input, and closes it.</summary>
    public async Task WriteAsync(ContainerInput input, CancellationToken cancellationToken)
    {
        try
        {
            var stdin = _process.StandardInput.BaseStream;
            await using (stdin.ConfigureAwait(false))
            {
                await JsonSerializer.SerializeAsync(stdin, input, ContainerJson.Default.ContainerInput, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            // It ended before it had read; its exit code and its last words say why.
        }
    }

    /// <summary>Waits for the end.</summary>
    /// <exception cref="AgentRunFailedException">The exit code is not 0.</exception>
    public async Task WaitForSuccessAsync(WireSafety safety, CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);

        // A grandchild may still hold the pipe: what has come until now has to do.
        await Task.WhenAny(_stderrRead, Task.Delay(LastWords, CancellationToken.None)).ConfigureAwait(false);
        if (_process.ExitCode != 0)
        {
            throw new AgentRunFailedException(AgentErrorCodes.ContainerFailed, $"Container exited with code {_process.ExitCode}: {_stderr.Text(safety)}");
        }
    }

    /// <summary>Ends the container if it has not ended.</summary>
    public async Task StopAsync()
    {
        if (_process.HasExited)
        {
            return;
        }

        try
        {
            await _engine.StopAsync(_name).ConfigureAwait(false);
        }
        catch (Win32Exception)
        {
            // The engine is gone; its client process is ended below.
        }

        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _process.Dispose();
    }
}
