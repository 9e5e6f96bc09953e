using System.Net;
using System.Net.Sockets;

namespace NanoClaw.Host.Tests.Support;

/// <summary>
/// A port of this machine at which nobody listens, for what has to be told its port before it listens, or is to find
/// nobody there. None of those that the system gives to whoever asks for any: it would give the same one to another
/// test a moment later.
/// </summary>
internal static class UnusedPort
{
    private const int First = 20_000;
    private const int Count = 10_000;

    private static int _next = Random.Shared.Next(Count);

    public static int Next()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody's: the next one.
            }
        }
    }
}
