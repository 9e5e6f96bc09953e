using NanoClaw.Agents;
using NanoClaw.Host.Metrics;
using NanoClaw.Store;

namespace NanoClaw.Host.Outages;

/// <summary>
/// Asks the agent for a word, with nothing of the group's in it. Where a message keeps failing this tells who is to
/// blame: an agent that fails at this too is away, and the message waits; else it is the message's own fault. It is a
/// run like any other to the Worker and on the bill, so it is one of the group's in the ledger: a group whose every
/// message fails uses up its own share of the day, and nobody else's.
/// </summary>
internal sealed class PlainRequest(IStore store, IAgentRuntime runtime, TimeProvider time)
{
    private const string Prompt = "This only looks whether you answer. Say the word yes, and do nothing else.";

    /// <summary>In the place of a task's id: it answers no messages.</summary>
    private const string Purpose = "outage-probe";

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
        var run = new AgentRun
        {
            RunId = RunIdentity.New(time),
            GroupFolder = group.Folder,
            ChatJid = group.Jid,
            TaskId = Purpose,
            StartedAt = time.GetUtcNow(),
        };
        var (isLetIn, used, failure) = (false, (AgentUsage?)null, (string?)null);
        try
        {
            await foreach (var item in runtime.StreamAsync(request, new AgentRunOptions { RunId = run.RunId }, cancellationToken))
            {
                // Whatever it says: it answers.
                isLetIn = true;
                used = item is AgentEvent.Usage usage ? ToldUsage.Within(usage.Totals) : used;
            }
        }
        catch (AgentException exception)
        {
            failure = exception.Code;
        }

        if (isLetIn)
        {
            await NoteAsync(run, used, failure);
        }

        return failure;
    }

    /// <summary>Not cancelled, and only now: one that nobody let in counts nowhere.</summary>
    private async Task NoteAsync(AgentRun run, AgentUsage? used, string? failure)
    {
        await store.Runs.BeginAsync(run, CancellationToken.None);
        await store.Runs.EndAsync(
            run.RunId,
            new RunOutcome
            {
                Status = failure is null ? RunStatus.Succeeded : RunStatus.Failed,
                EndedAt = time.GetUtcNow(),
                ErrorCode = failure,
                Usage = used is null ? RunUsage.None : ToldUsage.ForLedger(used),
            },
            CancellationToken.None
        );
    }
}
