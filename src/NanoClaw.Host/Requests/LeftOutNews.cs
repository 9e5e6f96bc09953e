using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Outbox;
using NanoClaw.Store;

namespace NanoClaw.Host.Requests;

/// <summary>Tells the main group what is left out of requests and how to mend it: each thing once, restarts included.</summary>
internal sealed partial class LeftOutNews(IStore store, OutboxSender outbox, ChannelSet channels, TimeProvider time, ILogger<LeftOutNews> logger) : IDisposable
{
    private const string Key = "left-out";
    private const int MostListed = 8;

    /// <summary>Of things told. Beyond that the oldest may be told again.</summary>
    private const int MostKept = 2000;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private List<string>? _told;

    public async Task TellAsync(IReadOnlyList<LeftOut> leftOut, CancellationToken cancellationToken)
    {
        if (leftOut.Count == 0)
        {
            return;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            _told ??= [.. (await store.State.FindAsync(Key, cancellationToken) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)];
            var known = _told.ToHashSet(StringComparer.Ordinal);
            var news = leftOut.Where(item => known.Add(Hash(item.Key))).ToList();
            if (news.Count > 0)
            {
                await TellNewAsync(news, cancellationToken);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task TellNewAsync(List<LeftOut> news, CancellationToken cancellationToken)
    {
        var hashes = news.ConvertAll(item => Hash(item.Key));
        LogLeftOut(news.Count, news[0].Key);
        if ((await store.Groups.ListAsync(cancellationToken)).FirstOrDefault(group => group.IsMain) is not { } main)
        {
            return; // It is told once there is a main group.
        }

        var text = new StringBuilder("Some things cannot be given to the agent as they are, and are left out:");
        foreach (var item in news.Take(MostListed))
        {
            text.Append("\n- ").Append(item.Text).Append('.');
        }

        if (news.Count > MostListed)
        {
            text.Append("\n- and ").Append(news.Count - MostListed).Append(" more of the kind.");
        }

        // The id is what it tells: after a crash before it is noted, it is not sent again.
        await outbox.AddAsync(Deliveries.Of($"left-out:{Hash(string.Join('|', hashes))}", main.Jid, text.ToString(), channels, time), cancellationToken);
        List<string> told = [.. _told!.Concat(hashes).TakeLast(MostKept)];
        await store.State.SetAsync(Key, string.Join(' ', told), cancellationToken);
        _told = told;
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16];

    [LoggerMessage(LogLevel.Warning, "{Count} things are left out of what the agent is told, such as {Key}.", EventName = "request_left_out")]
    private partial void LogLeftOut(int count, string key);
}
