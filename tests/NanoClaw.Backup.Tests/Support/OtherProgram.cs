using System.Diagnostics;
using System.Reflection;

namespace NanoClaw.Backup.Tests.Support;

/// <summary>A second process, by the name under which its path is in this assembly's metadata.</summary>
internal sealed class OtherProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process process;
    private bool isDisposed;

    public OtherProgram(string name, params string[] arguments)
    {
        var program = typeof(OtherProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == name).Value!;
        process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
    }

    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken) =>
        await process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken);

    /// <summary>Waits for its end.</summary>
    /// <returns>Whether it came to its end by itself; false: it was killed.</returns>
    public async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        var said = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        var isDone = (await said).Contains("done", StringComparison.Ordinal);

        // Neither done nor killed: it failed, which is no case of these tests.
        Assert.True(isDone || error.Length == 0, error);
        return isDone;
    }

    public void Dispose()
    {
        if (isDisposed)
        {
            return;
        }

        isDisposed = true;
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }
}
