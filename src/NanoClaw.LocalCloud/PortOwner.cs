using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace NanoClaw.LocalCloud;

/// <summary>Tells whether a port of this machine is taken, and, where the system says so, by what.</summary>
internal static class PortOwner
{
    private static readonly string[] SocketTables = ["/proc/net/tcp", "/proc/net/tcp6"];

    public static bool IsTaken(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    /// <summary>A few words to follow "is in use", or none.</summary>
    public static string Describe(int port)
    {
        var anyone = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(l => l.Port == port);
        return !anyone ? " or needs rights that this user lacks"
            : OnLinux(port) is { } program ? $" by {program}"
            : "";
    }

    private static string? OnLinux(int port)
    {
        if (!OperatingSystem.IsLinux() || Inode(port) is not { } inode)
        {
            return null;
        }

        foreach (var process in Directory.EnumerateDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _)))
        {
            try
            {
                if (Directory.EnumerateFiles(Path.Combine(process, "fd")).Any(fd => new FileInfo(fd).LinkTarget == $"socket:[{inode}]"))
                {
                    return $"{File.ReadAllText(Path.Combine(process, "comm")).Trim()} (process {Path.GetFileName(process)})";
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another user's process, or one that has just ended.
            }
        }

        return null;
    }

    // The format: https://docs.kernel.org/networking/proc_net_tcp.html
    private static string? Inode(int port) =>
        SocketTables
            .Where(File.Exists)
            .SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(f => f.Length > 9 && f[1].EndsWith($":{port:X4}", StringComparison.Ordinal) && f[3] == "0A")
            ?[9];
}
