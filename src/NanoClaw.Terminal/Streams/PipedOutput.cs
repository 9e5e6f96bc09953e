using System.Runtime.InteropServices;

namespace NanoClaw.Terminal.Streams;

/// <summary>
/// The standard output where no person reads it. .NET's own writes into a pipe that nobody reads any more, and says
/// nothing: <c>status --watch | head -1</c> would never end, and an answer in <c>chat | head -1</c> would count as shown.
/// </summary>
public sealed class PipedOutput(Stream console) : WriteOnlyStream
{
    private const int StandardOutput = 1;
    private const short ErrorOrHangUp = 0x08 | 0x10;

    /// <exception cref="OutputClosedException">Nobody reads it any more.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        console.Write(buffer);
        var output = new PollEntry { Descriptor = StandardOutput };
        if (!OperatingSystem.IsWindows() && Poll(ref output, 1, 0) > 0 && (output.Happened & ErrorOrHangUp) != 0)
        {
            throw new OutputClosedException();
        }
    }

    [DllImport("libc", EntryPoint = "poll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(ref PollEntry entries, nuint count, int timeoutMilliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Awaited;
        public short Happened;
    }
}
