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

    public static async Task<OutageBook> ReadAsync(IStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return await store.State.FindAsync(Key, cancellationToken) is { } json
            ? JsonSerializer.Deserialize(json, OutageJson.Default.OutageBook) ?? Empty
            : Empty;
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
