using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace NanoClaw.EndToEnd.Tests.Killing;

/// <summary>The way between the process and the edge, which can be cut in the middle of whatever goes over it.</summary>
internal sealed class CuttableLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private readonly int _target;
    private readonly Task _accepting;

    public CuttableLine(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAllAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>While set, whoever connects is cut off at once: as when what lies behind has been killed.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Cuts what is open, without a goodbye.</summary>
    /// <returns>How many connections that were.</returns>
    public int Cut()
    {
        var cut = 0;
        foreach (var socket in _open.Keys)
        {
            if (_open.TryRemove(socket, out _))
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                socket.Dispose();
                cut++;
            }
        }

        return cut;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        Cut();
        await _accepting;
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    private async Task ServeAsync(Socket near)
    {
        _open.TryAdd(near, 0);
        if (IsClosed)
        {
            Cut();
            return;
        }

        try
        {
            using var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            near.NoDelay = true;
            await far.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(PumpAsync(near, far), PumpAsync(far, near));
        }
        catch (SocketException)
        {
            // The edge has gone.
        }

        _open.TryRemove(near, out _);
        near.Dispose();
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Either side has gone: both go.
        }
    }
}
