using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using NanoClaw.Host.Channels;
using NanoClaw.Store;

namespace NanoClaw.Soak.Tests;

/// <summary>
/// A chat service with many groups. It keeps a message until the assistant has it and gives some twice; it takes some
/// texts only at the second try, or takes them and does not say so. Each group's messages are numbered, so that each
/// answer tells whether it is the next one.
/// </summary>
internal sealed partial class ChatService : IChannel, IDisposable
{
    public const int Groups = 50;
    private const int Lines = 5;

    /// <summary>Messages that wait for their answer, over all groups: two a group, so that some share a prompt.</summary>
    private const int MostUnanswered = 2 * Groups;

    private readonly Chat[] _chats = [.. Enumerable.Range(0, Groups).Select(number => new Chat(number))];

    /// <summary>Given to the assistant, and perhaps taken: given again by the next connection.</summary>
    private readonly Chat?[] _underWay = new Chat?[Lines];
    private readonly SemaphoreSlim _room = new(MostUnanswered, MostUnanswered);
    private readonly TimeProvider _time;
    private readonly Random[] _random;
    private readonly Random _sending;
    private readonly Lock _gate = new();
    private readonly PriorityQueue<TaskCompletionSource, long> _milestones = new();
    private CancellationTokenSource _connection = new();
    private long _left;
    private long _answered;

    public ChatService(int seed, long messages, TimeProvider time)
    {
        _time = time;
        _left = messages;
        _random = [.. Enumerable.Range(0, Lines).Select(line => new Random(seed + line))];
        _sending = new Random(seed - 1);
    }

    public string Name => "soak";

    public ChannelStatus Status { get; } = new(ChannelState.Connected);

    public int MaxTextLength => 4000;

    /// <summary>While down, no text is taken.</summary>
    public bool IsDown { get; set; }

    /// <summary>What went otherwise than it must.</summary>
    public ConcurrentQueue<string> Violations { get; } = new();

    /// <summary>What kept the store from taking messages, and how often.</summary>
    public ConcurrentDictionary<StoreFailure, int> Refusals { get; } = new();

    /// <summary>Sends that failed or came again.</summary>
    public int Repeats => _chats.Sum(chat => chat.Repeats);

    public long Answered => Volatile.Read(ref _answered);

    public static string Jid(int group) => $"group-{group}@soak";

    /// <summary>When so many messages have been answered.</summary>
    public Task AnsweredAsync(long count)
    {
        lock (_gate)
        {
            if (_answered >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _milestones.Enqueue(reached, count);
            return reached.Task;
        }
    }

    /// <summary>The connection breaks, and has to be made anew.</summary>
    public void Break()
    {
        try
        {
            _connection.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has broken already.
        }
    }

    public bool Owns(string chatJid) => chatJid.EndsWith("@soak", StringComparison.Ordinal);

    public async Task RunAsync(IInbox inbox, CancellationToken cancellationToken)
    {
        using var connection = _connection = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Lines).Select(line => Task.Run(() => DeliverAsync(inbox, line, connection.Token), CancellationToken.None)));
            await Task.Delay(Timeout.Infinite, connection.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException("The connection broke.", exception);
        }
    }

    public Task SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var chat = _chats[int.Parse(message.ChatJid["group-".Length..^"@soak".Length], CultureInfo.InvariantCulture)];
        var chance = Chance();
        if (IsDown || chance == 0)
        {
            chat.Repeats++;
            throw new IOException("not sent");
        }

        Take(chat, message);
        return chance == 1 ? throw new IOException("sent, but the answer was lost") : Task.CompletedTask;
    }

    public Task SetTypingAsync(string chatJid, bool isTyping, CancellationToken cancellationToken) =>
        Chance() == 0 ? throw new IOException("no typing") : Task.CompletedTask;

    public Task<IReadOnlyList<Store.Chat>> ListChatsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Store.Chat>>([]);

    public void Dispose()
    {
        _connection.Dispose();
        _room.Dispose();
    }

    private async Task DeliverAsync(IInbox inbox, int line, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_underWay[line] is null)
            {
                await _room.WaitAsync(cancellationToken);
                if (Interlocked.Decrement(ref _left) < 0)
                {
                    return;
                }

                // One line serves a chat, so that its messages come in their order.
                _underWay[line] = _chats[line + (Lines * _random[line].Next(Groups / Lines))];
            }

            var chat = _underWay[line]!;
            await GiveAsync(inbox, chat, cancellationToken);
            if (_random[line].Next(100) == 0)
            {
                await GiveAsync(inbox, chat, cancellationToken);
            }

            chat.Said++;
            _underWay[line] = null;
        }
    }

    private async Task GiveAsync(IInbox inbox, Chat chat, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await inbox.ReceiveAsync(
                    new ChatMessage
                    {
                        Id = $"m{chat.Said}",
                        ChatJid = chat.Jid,
                        Sender = "someone@soak",
                        SenderName = "Someone",
                        Content = $"This is message #{chat.Said}.",
                        Timestamp = _time.GetUtcNow(),
                    },
                    cancellationToken
                );
                return;
            }
            catch (StoreException exception)
            {
                Refusals.AddOrUpdate(exception.Failure, 1, (_, count) => count + 1);
                await Task.Delay(TimeSpan.FromSeconds(1), _time, cancellationToken);
            }
        }
    }

    private void Take(Chat chat, OutgoingMessage message)
    {
        lock (chat)
        {
            if (chat.Recent.Contains(message.DeliveryId))
            {
                chat.Repeats++;
                return;
            }

            chat.Recent.Enqueue(message.DeliveryId);
            if (chat.Recent.Count > 20)
            {
                chat.Recent.Dequeue();
            }

            var numbers = NumberPattern().Matches(message.Text).Select(match => long.Parse(match.ValueSpan[1..], CultureInfo.InvariantCulture)).ToList();
            foreach (var number in numbers)
            {
                if (number != chat.Answered)
                {
                    Violations.Enqueue($"{chat.Jid}: #{number} where #{chat.Answered} was next ({message.DeliveryId})");
                }

                chat.Answered = number + 1;
            }

            if (numbers.Count == 0)
            {
                Violations.Enqueue($"{chat.Jid}: {message.Text}");
            }

            Count(numbers.Count);
        }
    }

    private void Count(int answers)
    {
        lock (_gate)
        {
            _answered += answers;
            while (_milestones.TryPeek(out var reached, out var count) && count <= _answered)
            {
                _milestones.Dequeue();
                reached.SetResult();
            }
        }

        if (answers > 0)
        {
            _room.Release(answers);
        }
    }

    private int Chance()
    {
        lock (_sending)
        {
            return _sending.Next(100);
        }
    }

    [GeneratedRegex("#[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex NumberPattern();

    private sealed class Chat(int number)
    {
        public string Jid { get; } = ChatService.Jid(number);

        /// <summary>The number of the next message.</summary>
        public long Said { get; set; }

        /// <summary>The number that the next answer has to name.</summary>
        public long Answered { get; set; }

        public int Repeats { get; set; }

        /// <summary>Texts that were taken lately, by which one that comes again is known.</summary>
        public Queue<string> Recent { get; } = new();
    }
}
