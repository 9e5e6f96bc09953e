using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Outbox;

/// <summary>What the host has to tell a group's agent at its next run: refusals, above all.</summary>
internal sealed class Notices(IStore store) : IDisposable
{
    /// <summary>An agent that is refused again and again need not read of it more than this often.</summary>
    private const int Most = 20;

    /// <summary>Of one; a refusal may quote what a model wrote.</summary>
    private const int Longest = 8192;

    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>What each group's newest run was told of, by ids: what came after it was begun is told to the next.</summary>
    private readonly ConcurrentDictionary<string, HashSet<string>> _told = new(StringComparer.Ordinal);

    public async Task AddAsync(string folder, string id, string text, CancellationToken cancellationToken, bool isOfStrangers = false)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var notices = await LoadAsync(folder, cancellationToken);
            // An event can be seen twice, after a crash: it is told once.
            if (notices.All(notice => notice.Id != id))
            {
                await WriteAsync(folder, [.. notices.TakeLast(Most - 1), new Notice(id, PlainText.Head(text, Longest), isOfStrangers)], cancellationToken);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>What a run that begins is told.</summary>
    public async Task<IReadOnlyList<Notice>> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var notices = await LoadAsync(folder, cancellationToken);
        _told[folder] = [.. notices.Select(notice => notice.Id)];
        return notices;
    }

    /// <summary>Forgets what a run was told that has succeeded; after a restart nobody knows what that was, and it is told again.</summary>
    public async Task RemoveToldAsync(string folder, string runId, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var notices = await LoadAsync(folder, cancellationToken);
            if (notices.Count > 0 && _told.TryRemove(folder, out var told))
            {
                await WriteAsync(
                    folder,
                    [.. notices.Where(notice => !told.Contains(notice.Id) || notice.Id.StartsWith($"{runId}:", StringComparison.Ordinal))],
                    cancellationToken
                );
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    /// <summary>What is no list of them, whoever wrote it there, is as good as none: no message waits for it.</summary>
    private async Task<IReadOnlyList<Notice>> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        if (await store.State.FindAsync(Key(folder), cancellationToken) is not { } json)
        {
            return [];
        }

        try
        {
            return [.. (JsonSerializer.Deserialize(json, NoticeJson.Default.ListNotice) ?? []).Where(notice => notice is { Id: not null, Text: not null })];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private async Task WriteAsync(string folder, List<Notice> notices, CancellationToken cancellationToken)
    {
        if (notices.Count == 0)
        {
            await store.State.RemoveAsync(Key(folder), cancellationToken);
            return;
        }

        await store.State.SetAsync(Key(folder), JsonSerializer.Serialize(notices, NoticeJson.Default.ListNotice), cancellationToken);
    }

    private static string Key(string folder) => $"notices:{folder}";
}

/// <param name="Id">By which it is told once.</param>
/// <param name="Text">What is told.</param>
/// <param name="IsOfStrangers">Whether it holds words that strangers chose.</param>
internal sealed record Notice(string Id, string Text, bool IsOfStrangers = false);

[JsonSerializable(typeof(List<Notice>))]
internal sealed partial class NoticeJson : JsonSerializerContext;
