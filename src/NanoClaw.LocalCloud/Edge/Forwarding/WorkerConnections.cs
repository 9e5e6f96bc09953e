using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace NanoClaw.LocalCloud.Edge.Forwarding;

/// <summary>
/// Connects to Workers, by TCP or by Unix socket. HTTP's connections are kept by host name, so a socket has a name made
/// of its path.
/// </summary>
internal sealed class WorkerConnections
{
    private readonly ConcurrentDictionary<string, string> _paths = new(StringComparer.Ordinal);

    /// <summary>The address by which HTTP knows a Worker.</summary>
    public string PrefixOf(Uri worker)
    {
        if (worker.Scheme != WorkerdSocket.UnixScheme)
        {
            return worker.GetLeftPart(UriPartial.Authority);
        }

        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(worker.LocalPath)).AsSpan(0, 16)) + ".sock";
        _paths[name] = worker.LocalPath;
        return $"http://{name}";
    }

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var isUnix = _paths.TryGetValue(context.DnsEndPoint.Host, out var path);
        var socket = isUnix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(isUnix ? new UnixDomainSocketEndPoint(path!) : context.DnsEndPoint, cancellationToken);
            return new EarlyAnswerStream(new NetworkStream(socket, ownsSocket: true));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
