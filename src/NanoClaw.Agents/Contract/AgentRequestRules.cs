using System.Text.Json;

namespace NanoClaw.Agents;

/// <summary>
/// The contract's rules that can be told before anything is sent. The Worker's check is the one that counts; an item
/// of a list that breaks a rule is passed over there, so it is no reason to refuse here.
/// </summary>
internal static class AgentRequestRules
{
    private static readonly string EffortRule = $"metadata.effort must be one of {string.Join(", ", AgentEffort.All)}";
    private static readonly string FetchRule = $"metadata.fetch must be one of {string.Join(", ", AgentFetch.All)}";

    /// <exception cref="AgentProtocolException">A rule is broken; the message names the field.</exception>
    public static void Check(AgentRequest request)
    {
        Require(!AgentContract.IsBlank(request.Prompt), "prompt must not be blank");
        Require(AgentContract.IsGroupFolder(request.GroupFolder), "groupFolder must match ^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$ and not be 'global'");
        Require(AgentContract.IsChatJid(request.ChatJid), "chatJid must have 1 to 256 characters and no control characters");
        Require(request.SessionId is null || AgentContract.IsSessionId(request.SessionId), "sessionId must match [A-Za-z0-9_-], 1 to 64");
        if (request.Metadata is { } metadata)
        {
            Require(
                metadata.AssistantName is null or { Length: >= 1 and <= AgentContract.MaxAssistantName },
                "metadata.assistantName must have 1 to 64 characters"
            );
            Require(
                metadata.Timezone is null || AgentContract.IsTimeZoneName(metadata.Timezone),
                "metadata.timezone must be the IANA name of a time zone, like Europe/Paris"
            );
            Require(metadata.Memory is null or { Length: <= AgentContract.MaxMemory }, "metadata.memory must have at most 65536 characters");
            Require(metadata.MaxActiveTasks is null or (>= 1 and <= 1000), "metadata.maxActiveTasks must be a whole number from 1 to 1000");
            Require(metadata.Model is null or { Length: >= 1 and <= AgentContract.MaxModel }, "metadata.model must have 1 to 200 characters");
            Require(metadata.Effort is null || AgentEffort.IsKnown(metadata.Effort), EffortRule);
            Require(metadata.Fetch is null || AgentFetch.IsKnown(metadata.Fetch), FetchRule);
        }
    }

    /// <summary>The request as it travels.</summary>
    /// <exception cref="AgentProtocolException">A rule is broken, or it is too large.</exception>
    public static byte[] ToBody(AgentRequest request)
    {
        Check(request);
        var body = JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Context.AgentRequest);
        return body.Length <= AgentContract.MaxBodyBytes
            ? body
            : throw new AgentProtocolException(
                AgentErrorCodes.BodyTooLarge,
                $"Nothing was sent: the request has {body.Length} bytes, and the Worker takes {AgentContract.MaxBodyBytes}. Shorten the prompt, the memory or the lists of metadata."
            );
    }

    /// <exception cref="ArgumentException">The run's id is malformed, or a last event has no run.</exception>
    public static void Check(AgentRunOptions? options)
    {
        if (options?.RunId is { } runId && !AgentContract.IsId(runId, 16, 64))
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

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new AgentProtocolException(AgentErrorCodes.InvalidRequest, $"Nothing was sent: {rule}. Correct the request.");
        }
    }
}
