using System.Buffers;
using System.Text.Json;

namespace NanoClaw.Agents;

/// <summary>The contract's rules that can be told before anything is sent. The Worker's check is the one that counts.</summary>
internal static class AgentRequestRules
{
    /// <summary>Source: docs/CONTRACT.md.</summary>
    public const int MaxBodyBytes = 262_144;

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <exception cref="AgentProtocolException">A rule is broken; the message names the field.</exception>
    public static void Check(AgentRequest request)
    {
        Require(!string.IsNullOrWhiteSpace(request.Prompt), "prompt must not be blank");
        Require(IsGroupFolder(request.GroupFolder), "groupFolder must match ^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$ and not be 'global'");
        Require(
            request.ChatJid is { Length: >= 1 and <= 256 } jid && !jid.Any(char.IsControl),
            "chatJid must have 1 to 256 characters and no control characters");
        Require(request.SessionId is null || IsId(request.SessionId, 1, 64), "sessionId must match [A-Za-z0-9_-], 1 to 64");
        if (request.Metadata is { } metadata)
        {
            Require(metadata.AssistantName is null or { Length: >= 1 and <= 64 }, "metadata.assistantName must have 1 to 64 characters");
            Require(metadata.Memory is null or { Length: <= 65_536 }, "metadata.memory must have at most 65536 characters");
            Require(metadata.Fetch is null || AgentFetch.IsKnown(metadata.Fetch), $"metadata.fetch must be one of {string.Join(", ", AgentFetch.All)}");
            Require(metadata.Tasks is null or { Count: <= 200 }, "metadata.tasks must have at most 200 entries");
            Require(metadata.Groups is null or { Count: <= 500 }, "metadata.groups must have at most 500 entries");
        }
    }

    /// <summary>The request as it travels.</summary>
    /// <exception cref="AgentProtocolException">A rule is broken, or it is too large.</exception>
    public static byte[] ToBody(AgentRequest request)
    {
        Check(request);
        var body = JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Context.AgentRequest);
        return body.Length <= MaxBodyBytes
            ? body
            : throw new AgentProtocolException(
                AgentErrorCodes.BodyTooLarge,
                $"Nothing was sent: the request has {body.Length} bytes, and the Worker takes {MaxBodyBytes}. Shorten the prompt, the memory or the lists of metadata.");
    }

    /// <exception cref="ArgumentException">The run's id is malformed, or a last event has no run.</exception>
    public static void Check(AgentRunOptions? options)
    {
        if (options?.RunId is { } runId && !IsId(runId, 16, 64))
        {
            throw new ArgumentException("RunId must match [A-Za-z0-9_-], 16 to 64.", nameof(options));
        }

        if (options is { LastEventId: not null, RunId: null })
        {
            throw new ArgumentException("LastEventId needs the RunId whose event it is.", nameof(options));
        }

        if (options?.LastEventId < 0)
        {
            throw new ArgumentException("LastEventId must not be negative.", nameof(options));
        }
    }

    public static bool IsGroupFolder(string? folder) =>
        folder is not null && IsId(folder, 1, 64) && char.IsAsciiLetterOrDigit(folder[0]) && !folder.Equals("global", StringComparison.Ordinal);

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new AgentProtocolException(AgentErrorCodes.InvalidRequest, $"Nothing was sent: {rule}. Correct the request.");
        }
    }

    private static bool IsId(string value, int shortest, int longest) =>
        value.Length >= shortest && value.Length <= longest && !value.AsSpan().ContainsAnyExcept(IdCharacters);
}
