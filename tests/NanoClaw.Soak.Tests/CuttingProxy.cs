using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace NanoClaw.Soak.Tests;

/// <summary>The network between the client and the edge: it hands bytes on, until it breaks.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, Socket> _connections = new();
    private readonly int _target;
    private readonly Task _accepting;
    private volatile bool _isDown;
    private int _cut;

    public CuttingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections that were broken or refused.</summary>
    public int Cut => _cut;

    /// <summary>While down, what is open breaks and what comes is refused.</summary>
    public bool IsDown
    {
        get => _isDown;
        set
        {
            _isDown = value;
            if (value)
            {
                CutAll();
            }
        }
    }

    public void CutAll()
    {
        foreach (var (client, edge) in _connections)
        {
            Interlocked.Increment(ref _cut);
            Reset(client);
            Reset(edge);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        CutAll();
        await _accepting;
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptSocketAsync();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }

            if (_isDown)
            {
                Interlocked.Increment(ref _cut);
                Reset(client);
                continue;
            }

            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var edge = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        _connections[client] = edge;
        try
        {
            await edge.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(HandOnAsync(client, edge), HandOnAsync(edge, client));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Broken meanwhile, or there is no edge any more.
        }
        finally
        {
            _connections.TryRemove(client, out _);
            client.Dispose();
            edge.Dispose();
        }
    }

    private static async Task HandOnAsync(Socket from, Socket to)
    {
        var buffer = new byte[16_384];
        try
        {
            for (int length; (length = await from.ReceiveAsync(buffer, SocketFlags.None)) > 0; )
            {
                for (var sent = 0; sent < length; )
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, length - sent), SocketFlags.None);
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The other direction ends with it.
        }
    }

    /// <summary>Without a farewell, as a cable pulled out is noticed at best.</summary>
    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Closed already.
        }

        socket.Dispose();
    }
}
