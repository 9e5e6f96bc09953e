using System.Collections.Concurrent;
using System.Diagnostics;
using NanoClaw.Host.Channels;
using NanoClaw.Store;

namespace NanoClaw.Host.Bench;

/// <summary>A chat service that takes a text at once and knows when it came.</summary>
internal sealed class BenchChannel : IChannel
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _expected = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, TaskCompletionSource> _ending = new(StringComparer.Ordinal);

    public string Name => "bench";

    public ChannelStatus Status { get; } = new(ChannelState.Connected);

    public int MaxTextLength => 4000;

    /// <summary>The timestamp at which the chat's next text comes.</summary>
    public Task<long> NextAsync(string chatJid)
    {
        var expected = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        _expected[chatJid] = expected;
        return expected.Task;
    }

    /// <summary>The end of the chat's next run, which comes a little after its answer.</summary>
    public Task EndAsync(string chatJid)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ending[chatJid] = ended;
        return ended.Task;
    }

    public bool Owns(string chatJid) => true;

    public Task RunAsync(IInbox inbox, CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    public Task SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var now = Stopwatch.GetTimestamp();
        if (message.Text != InstantModel.Answer)
        {
            throw new InvalidOperationException($"An answer was expected, and came: {message.Text}");
        }

        if (_expected.TryRemove(message.ChatJid, out var expected))
        {
            expected.SetResult(now);
        }

        return Task.CompletedTask;
    }

    public Task SetTypingAsync(string chatJid, bool isTyping, CancellationToken cancellationToken)
    {
        if (!isTyping && _ending.TryRemove(chatJid, out var ended))
        {
            ended.SetResult();
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<Chat>> ListChatsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Chat>>([]);
}
