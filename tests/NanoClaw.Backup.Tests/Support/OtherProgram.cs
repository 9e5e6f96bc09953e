using System.Diagnostics;
using System.Reflection;

namespace NanoClaw.Backup.Tests.Support;

/// <summary>A second process, by the name under which its path is in this assembly's metadata.</summary>
internal sealed class OtherProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private bool _isDisposed;

    public OtherProgram(string name, params string[] arguments)
    {
        var program = typeof(OtherProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == name).Value!;
        _process = Process.Start(
            new ProcessStartInfo("dotnet", [program, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
    }

    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken) =>
        await _process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken);

    /// <summary>Waits for its end.</summary>
    /// <returns>Whether it came to its end by itself; false: it was killed.</returns>
    public async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        var said = _process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = await _process.StandardError.ReadToEndAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        var isDone = (await said).Contains("done", StringComparison.Ordinal);

        // Neither done nor killed: it failed, which is no case of these tests.
        Assert.True(isDone || error.Length == 0, error);
        return isDone;
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
