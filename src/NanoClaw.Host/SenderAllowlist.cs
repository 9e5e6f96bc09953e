using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoClaw.Host;

public enum AllowlistMode
{
    /// <summary>Messages of others are stored, as context, but cannot call the assistant.</summary>
    Trigger,

    /// <summary>Messages of others are not stored.</summary>
    Drop,
}

/// <summary>Who may write to the assistant, by chat: v1's <c>sender-allowlist.json</c>.</summary>
public sealed class SenderAllowlist
{
    private readonly AllowlistEntry _default;
    private readonly IReadOnlyDictionary<string, AllowlistEntry> _chats;

    private SenderAllowlist(AllowlistEntry @default, IReadOnlyDictionary<string, AllowlistEntry> chats)
    {
        _default = @default;
        _chats = chats;
    }

    /// <summary>Everybody may.</summary>
    public static SenderAllowlist Everybody { get; } =
        new(new AllowlistEntry(null, AllowlistMode.Trigger), new Dictionary<string, AllowlistEntry>(StringComparer.Ordinal));

    /// <summary>Reads the file; where there is none, everybody may.</summary>
    /// <exception cref="InvalidDataException">The file makes no sense or cannot be read: it then lets nobody in by accident.</exception>
    public static SenderAllowlist Read(string path)
    {
        if (TryReadText(path) is not { } text)
        {
            return Everybody;
        }

        try
        {
            var file = JsonSerializer.Deserialize(text, AllowlistJson.Default.AllowlistFile) ?? throw new JsonException("The file is empty.");
            return new SenderAllowlist(
                ToEntry(file.Default ?? new AllowlistRule()),
                (file.Chats ?? []).ToDictionary(
                    chat => chat.Key,
                    chat => ToEntry(chat.Value ?? throw new JsonException($"The rule of {chat.Key} is null.")),
                    StringComparer.Ordinal
                )
            );
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"{path} is not a sender allowlist: {exception.Message} Correct it, or remove it to let everybody in. Example: {{\"default\":{{\"allow\":\"*\",\"mode\":\"trigger\"}},\"chats\":{{}}}}",
                exception
            );
        }
    }

    /// <summary>Whether a message of this sender is stored at all.</summary>
    public bool IsKept(string chatJid, string sender) => Of(chatJid) is var entry && (entry.Mode is not AllowlistMode.Drop || entry.Admits(sender));

    /// <summary>Whether a message of this sender may call the assistant.</summary>
    public bool MayCall(string chatJid, string sender) => Of(chatJid).Admits(sender);

    /// <summary>Whether every message of the chat may call the assistant.</summary>
    internal bool AdmitsEverybody(string chatJid) => Of(chatJid).Senders is null;

    private static string? TryReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(
                $"The sender allowlist {path} cannot be read ({exception.Message}), and without it everybody would be let in. Let the user that NanoClaw runs as read it, or set SENDER_ALLOWLIST to another.",
                exception
            );
        }
    }

    private AllowlistEntry Of(string chatJid) => _chats.GetValueOrDefault(chatJid, _default);

    private static AllowlistEntry ToEntry(AllowlistRule rule) =>
        new(
            rule.Allow switch
            {
                { ValueKind: JsonValueKind.Undefined } => null,
                { ValueKind: JsonValueKind.String } all when all.GetString() == "*" => null,
                { ValueKind: JsonValueKind.Array } list => list.EnumerateArray()
                    .Select(sender => sender.ValueKind is JsonValueKind.String ? sender.GetString()! : throw new JsonException("A sender must be a string."))
                    .ToHashSet(StringComparer.Ordinal),
                _ => throw new JsonException("\"allow\" must be \"*\" or a list of senders."),
            },
            rule.Mode
        );

    private sealed record AllowlistEntry(IReadOnlySet<string>? Senders, AllowlistMode Mode)
    {
        public bool Admits(string sender) => Senders is null || Senders.Contains(sender);
    }
}

internal sealed record AllowlistFile
{
    public AllowlistRule? Default { get; init; }

    public Dictionary<string, AllowlistRule?>? Chats { get; init; }
}

internal sealed record AllowlistRule
{
    public JsonElement Allow { get; init; }

    public AllowlistMode Mode { get; init; }
}

[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AllowlistFile))]
internal sealed partial class AllowlistJson : JsonSerializerContext;
