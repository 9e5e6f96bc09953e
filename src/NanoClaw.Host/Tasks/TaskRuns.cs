using NanoClaw.Agents;
using NanoClaw.Host.Outages;
using NanoClaw.Host.Requests;
using NanoClaw.Store;

namespace NanoClaw.Host.Tasks;

/// <summary>Runs of scheduled tasks: finds the one of a planned time, or writes the next one down.</summary>
internal sealed class TaskRuns(IStore store, RequestBuilder requests, HostOptions options, TimeProvider time)
{
    public async Task<AgentRun?> FindUnfinishedAsync(string taskId, CancellationToken cancellationToken) =>
        (await store.Runs.ListUnfinishedAsync(cancellationToken)).FirstOrDefault(run => run.TaskId == taskId);

    /// <summary>The run of the planned time that has ended and counts; null where there is none.</summary>
    public async Task<AgentRun?> FindEndedAsync(ScheduledTask task, CancellationToken cancellationToken)
    {
        var (run, _, _) = await FindLastAsync(task, cancellationToken);
        return run is { Status: not RunStatus.Running } ? run : null;
    }

    public async Task<AgentRun> BeginAsync(ScheduledTask task, RegisteredGroup group, CancellationToken cancellationToken)
    {
        var (known, runId, isBare) = await FindLastAsync(task, cancellationToken);
        if (known is not null)
        {
            return known;
        }

        var sessionId = task.ContextMode is ContextMode.Group ? await store.Sessions.FindAsync(group.Folder, cancellationToken) : null;
        var request = isBare
            ? RequestBuilder.Bare(group, task.ChatJid, PromptOf(task), sessionId: null, isScheduledTask: true)
            : await requests.BuildAsync(group, task.ChatJid, PromptOf(task), sessionId, isScheduledTask: true, cancellationToken);
        var run = new AgentRun
        {
            RunId = runId,
            GroupFolder = group.Folder,
            ChatJid = task.ChatJid,
            TaskId = task.Id,
            Request = StoredRequest.Write(request),
            StartedAt = time.GetUtcNow(),
        };
        await store.Runs.BeginAsync(run, cancellationToken);
        return run;
    }

    /// <summary>The agent is to blame for this run's failure: the planned time gets another one.</summary>
    public ValueTask RepeatAsync(AgentRun run, CancellationToken cancellationToken) => store.State.SetAsync(KeyOf(run.TaskId!), run.RunId, cancellationToken);

    public async Task ForgetAsync(ScheduledTask task, CancellationToken cancellationToken) => await store.State.RemoveAsync(KeyOf(task.Id), cancellationToken);

    /// <returns>
    /// The newest run of the planned time, unless it is to be repeated; the id for the next one; and whether that goes with
    /// nothing in it that may be left out, since one was refused for good.
    /// </returns>
    private async Task<(AgentRun? Run, string NextId, bool IsBare)> FindLastAsync(ScheduledTask task, CancellationToken cancellationToken)
    {
        var refusals = 0;
        var repeated = await store.State.FindAsync(KeyOf(task.Id), cancellationToken);
        for (var again = repeated is not null && RunIdentity.IsOf(task, repeated) ? RunIdentity.AgainOf(task, repeated) + 1 : 0; ; again++)
        {
            var runId = RunIdentity.Of(task, again);
            var known = await store.Runs.FindAsync(runId, cancellationToken);
            var isRefused = RefusedMessages.IsRefusal(known?.ErrorCode) && refusals++ == 0;
            if (
                known is not { Status: RunStatus.Failed, HasOutput: false }
                || !(
                    isRefused || known.ErrorCode is AgentErrorCodes.SessionUnknown or AgentErrorCodes.RunUnknown || OutageCauses.Of(known.ErrorCode) is not null
                )
            )
            {
                return (known, runId, refusals > 0);
            }
        }
    }

    /// <summary>A reminder that comes late says so.</summary>
    private string PromptOf(ScheduledTask task)
    {
        var now = time.GetUtcNow();
        return task.NextRun is { } planned && now - planned >= options.StaleAfter
            ? $"{task.Prompt}\n\n{OutageTexts.ForLateTask(planned, now, options.Zone)}"
            : task.Prompt;
    }

    private static string KeyOf(string taskId) => $"task-repeated:{taskId}";
}
