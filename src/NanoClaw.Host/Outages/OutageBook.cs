using System.Text.Json;
using System.Text.Json.Serialization;
using NanoClaw.Store;

namespace NanoClaw.Host.Outages;

/// <summary>The outages there are, as the store keeps them over a restart.</summary>
public sealed record OutageBook
{
    private const string Key = "outages";

    public static OutageBook Empty { get; } = new();

    /// <summary>Of the agent as a whole; null while it answers somebody.</summary>
    public Outage? Whole { get; init; }

    /// <summary>Of single chats, by jid, while others are answered.</summary>
    public IReadOnlyDictionary<string, Outage> Chats { get; init; } = new Dictionary<string, Outage>(StringComparer.Ordinal);

    /// <summary>What keeps a chat from being answered; null for nothing.</summary>
    public Outage? Of(string chatJid) => Whole ?? Chats.GetValueOrDefault(chatJid);

    /// <remarks>
    /// What cannot be read, such as a cause that only a later version knows, is as good as none: nobody waits for it, and
    /// an agent that is still away is found to be so by the next run.
    /// </remarks>
    public static async Task<OutageBook> ReadAsync(IStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        try
        {
            return
                await store.State.FindAsync(Key, cancellationToken) is { } json
                && JsonSerializer.Deserialize(json, OutageJson.Default.OutageBook) is { Chats: not null } book
                && book.Chats.Values.All(outage => outage is { Id: not null, Told: not null })
                && book.Whole is null or { Id: not null, Told: not null }
                ? book
                : Empty;
        }
        catch (JsonException)
        {
            return Empty;
        }
    }

    internal async Task WriteAsync(IStore store, CancellationToken cancellationToken)
    {
        if (Whole is null && Chats.Count == 0)
        {
            await store.State.RemoveAsync(Key, cancellationToken);
            return;
        }

        await store.State.SetAsync(Key, JsonSerializer.Serialize(this, OutageJson.Default.OutageBook), cancellationToken);
    }
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OutageBook))]
internal sealed partial class OutageJson : JsonSerializerContext;
