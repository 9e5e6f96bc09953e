using NanoClaw.Agents;
using NanoClaw.Store;

namespace NanoClaw.Host.Outages;

/// <summary>
/// Asks the agent for a word, with nothing of the group's in it. Where a message keeps failing this tells who is to
/// blame: an agent that fails at this too is away, and the message waits; else it is the message's own fault.
/// </summary>
internal sealed class PlainRequest(IAgentRuntime runtime, TimeProvider time)
{
    private const string Prompt = "This only looks whether you answer. Say the word yes, and do nothing else.";

    /// <returns>The code by which it failed as well; null where the agent answered.</returns>
    public async Task<string?> FailsWithAsync(RegisteredGroup group, CancellationToken cancellationToken)
    {
        var request = new AgentRequest
        {
            Prompt = Prompt,
            GroupFolder = group.Folder,
            ChatJid = WireJid.Of(group.Jid),
            IsMain = false,
            IsScheduledTask = true,
        };
        try
        {
            await foreach (var _ in runtime.StreamAsync(request, new AgentRunOptions { RunId = RunIdentity.New(time) }, cancellationToken))
            {
                // Whatever it says: it answers.
            }

            return null;
        }
        catch (AgentException exception)
        {
            return exception.Code;
        }
    }
}
