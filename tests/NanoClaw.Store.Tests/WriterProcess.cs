using System.Diagnostics;
using System.Reflection;

namespace NanoClaw.Store.Tests;

/// <summary>A second process that writes to a store until it is killed.</summary>
internal sealed class WriterProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly Process _process;

    public WriterProcess(string databasePath, params string[] arguments)
    {
        var program = typeof(WriterProcess)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "StoreWriter")
            .Value!;
        _process = Process.Start(
            new ProcessStartInfo("dotnet", [program, databasePath, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false }
        )!;
    }

    public int Id => _process.Id;

    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken) =>
        await _process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken);

    /// <summary>Kills it as the system would; returns what it said before it died.</summary>
    public async Task<IReadOnlyList<string>> KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        var said = await _process.StandardOutput.ReadToEndAsync(cancellationToken);
        var lines = said.Split('\n');
        // The last line may be cut short.
        return lines[..^1];
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
