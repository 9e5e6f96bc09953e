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

    /// <summary>Of things told, none of which is forgotten, or it would be told again and again. Beyond that the log alone tells.</summary>
    private const int MostKept = 50_000;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private HashSet<string>? _told;

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
            var news = leftOut.DistinctBy(item => item.Key, StringComparer.Ordinal).Where(item => !_told.Contains(Hash(item.Key))).ToList();
            if (news.Count == 0)
            {
                return;
            }

            LogLeftOut(news.Count, news[0].Key);
            if (_told.Count < MostKept)
            {
                await TellNewAsync(news, _told, cancellationToken);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task TellNewAsync(List<LeftOut> news, HashSet<string> told, CancellationToken cancellationToken)
    {
        var hashes = news.ConvertAll(item => Hash(item.Key));
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
        await store.State.SetAsync(Key, string.Join(' ', told.Concat(hashes)), cancellationToken);
        told.UnionWith(hashes);
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16];

    [LoggerMessage(LogLevel.Warning, "{Count} things are left out of what the agent is told, such as {Key}.", EventName = "request_left_out")]
    private partial void LogLeftOut(int count, string key);
}
