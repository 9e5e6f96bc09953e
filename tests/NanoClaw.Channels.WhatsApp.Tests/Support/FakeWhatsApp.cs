using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace NanoClaw.Channels.WhatsApp.Tests.Support;

/// <summary>A text that WhatsApp has: a reader sees an id once, whatever is sent.</summary>
internal sealed record ReadText(string Id, string Jid, string Text);

/// <summary>
/// WhatsApp as the sidecar's scripted socket sees it: it delivers a message until it has the receipt, and shows a
/// reader each id once. Lives as long as the test, however often sidecars and hosts come and go.
/// </summary>
internal sealed class FakeWhatsApp : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _gate = new();
    private readonly List<JsonObject> _undelivered = [];
    private readonly Dictionary<string, ReadText> _read = new(StringComparer.Ordinal);
    private readonly List<ReadText> _inOrder = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private TcpClient? _client;
    private bool _isConnected;
    private int _nextId;

    public FakeWhatsApp()
    {
        _listener.Start();
        _accepting = AcceptAllAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What sidecars told, oldest first.</summary>
    public ConcurrentQueue<JsonObject> Told { get; } = new();

    /// <summary>What to do when a sidecar tells something, before WhatsApp itself does; true: WhatsApp does nothing.</summary>
    public Func<JsonObject, bool> OnTold { get; set; } = static _ => false;

    /// <summary>Whether a connection is completed as soon as it is opened.</summary>
    public bool IsOnline { get; set; } = true;

    public int Connections { get; private set; }

    public JsonObject Groups { get; } = [];

    public Dictionary<string, string> Phones { get; } = new(StringComparer.Ordinal);

    /// <summary>The texts readers see, in order.</summary>
    public IReadOnlyList<ReadText> Read
    {
        get
        {
            lock (_gate)
            {
                return [.. _inOrder];
            }
        }
    }

    public int Sends => Told.Count(told => (string?)told["type"] is "text");

    public int Undelivered
    {
        get
        {
            lock (_gate)
            {
                return _undelivered.Count;
            }
        }
    }

    /// <summary>Somebody writes in a group or, without a sender, in a private chat.</summary>
    public string Say(string jid, string text, string? sender = null, string name = "Ann") =>
        Deliver(
            new JsonObject
            {
                ["from"] = jid,
                ["participant"] = sender,
                ["notify"] = name,
            },
            new JsonObject { ["conversation"] = text }
        );

    /// <summary>Delivers any message: now, or once there is a connection.</summary>
    public string Deliver(JsonObject attributes, JsonObject message)
    {
        var id = (string?)attributes["id"] ?? $"3A{Interlocked.Increment(ref _nextId):X18}";
        attributes["id"] = id;
        attributes["t"] ??= "1782907200";
        foreach (var absent in attributes.Where(attribute => attribute.Value is null).Select(attribute => attribute.Key).ToList())
        {
            attributes.Remove(absent);
        }

        var told = new JsonObject
        {
            ["type"] = "message",
            ["attrs"] = attributes,
            ["message"] = message,
        };
        lock (_gate)
        {
            _undelivered.Add(told);
            // Not before what an earlier connection left.
            if (IsOnline && _isConnected)
            {
                Write(told);
            }
        }

        return id;
    }

    public void Tell(JsonObject told)
    {
        lock (_gate)
        {
            Write(told);
        }
    }

    /// <summary>The connection ends with one of WhatsApp's codes.</summary>
    public void Close(int code) => Tell(new JsonObject { ["type"] = "close", ["code"] = code });

    public void GoOnline()
    {
        lock (_gate)
        {
            IsOnline = true;
            Connect();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        lock (_gate)
        {
            _client?.Dispose();
        }

        await _accepting.ContinueWith(static _ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }

    private async Task AcceptAllAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            lock (_gate)
            {
                Connections++;
                _client = client;
                _isConnected = false;
            }

            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                var told = JsonNode.Parse(line)!.AsObject();
                Told.Enqueue(told);
                if (!OnTold(told))
                {
                    lock (_gate)
                    {
                        Answer(told);
                    }
                }
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The sidecar has gone, or the test has ended.
        }
    }

    private void Answer(JsonObject told)
    {
        switch ((string)told["type"]!)
        {
            case "open" when IsOnline && told["me"] is not null:
                Connect();
                break;
            case "receipt":
                _undelivered.RemoveAll(message => (string?)message["attrs"]!["id"] == (string?)told["id"]);
                break;
            case "text":
                var text = new ReadText((string)told["id"]!, (string)told["jid"]!, (string)told["text"]!);
                if (_read.TryAdd(text.Id, text))
                {
                    _inOrder.Add(text);
                }

                AnswerWith(told, null);
                Write(new JsonObject { ["type"] = "ack", ["id"] = text.Id });
                break;
            case "groups":
                AnswerWith(told, Groups.DeepClone());
                break;
            case "phone of":
                AnswerWith(told, Phones.TryGetValue((string)told["lid"]!, out var phone) ? phone : null);
                break;
            case "pair":
                AnswerWith(told, "ABCD1234");
                break;
        }
    }

    public void AnswerWith(JsonObject told, JsonNode? value) =>
        Write(
            new JsonObject
            {
                ["type"] = "answer",
                ["ask"] = (string)told["ask"]!,
                ["value"] = value,
            }
        );

    private void Connect()
    {
        _isConnected = true;
        Write(new JsonObject { ["type"] = "connected" });
        foreach (var message in _undelivered)
        {
            var again = message.DeepClone().AsObject();
            again["offline"] = true;
            Write(again);
        }
    }

    private void Write(JsonObject told)
    {
        if (_client is not { Connected: true } client)
        {
            return;
        }

        try
        {
            client.GetStream().Write(Encoding.UTF8.GetBytes(told.ToJsonString() + "\n"));
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It has gone: delivered again when it is back.
        }
    }
}
