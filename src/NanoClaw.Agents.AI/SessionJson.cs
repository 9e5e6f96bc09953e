using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Agents.AI;

namespace NanoClaw.Agents.AI;

/// <summary>A session as it is kept.</summary>
internal static class SessionJson
{
    public static JsonElement Write(NanoClawAgentSession session) =>
        JsonSerializer.SerializeToElement(
            new StoredSession(session.GroupFolder, session.ChatJid, session.SessionId, session.Unsettled, session.StateBag.Serialize()),
            StoredSessionContext.Default.StoredSession
        );

    /// <exception cref="ArgumentException">It is no kept session; what was read is not part of the message.</exception>
    public static NanoClawAgentSession Read(JsonElement stored)
    {
        StoredSession? read;
        try
        {
            read = stored.Deserialize(StoredSessionContext.Default.StoredSession);
        }
        catch (JsonException)
        {
            read = null;
        }

        return read is { GroupFolder: { } folder, ChatJid: { } chat } && AgentContract.IsGroupFolder(folder)
            ? new NanoClawAgentSession(folder, chat, read.SessionId, read.Unsettled, read.State is { } state ? AgentSessionStateBag.Deserialize(state) : null)
            : throw new ArgumentException("This is not a session that this agent has serialised.", nameof(stored));
    }
}

internal sealed record StoredSession(string? GroupFolder, string? ChatJid, string? SessionId, UnsettledRun? Unsettled, JsonElement? State);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredSession))]
internal sealed partial class StoredSessionContext : JsonSerializerContext;
