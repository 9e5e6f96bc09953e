using NanoClaw.Store;

namespace NanoClaw.Cli.Administration;

/// <summary>Puts together what the store knows of runs.</summary>
internal sealed class RunReader(StoreConnection connection)
{
    private const int MostMessages = 1000;

    /// <summary>More than a run may be decided of.</summary>
    private const int MostDecisions = 10_000;
    private readonly IStore _store = connection.Store;

    public async Task<IReadOnlyList<RunReport>> ListAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        var runs = await _store.Runs.ListAsync(filter, cancellationToken);
        var ids = await RunIds.ShortenedAsync(_store, runs.Select(run => run.RunId), cancellationToken);
        var reports = new List<RunReport>();
        foreach (var run in runs)
        {
            reports.Add(RunReport.Of(run, ids[run.RunId], Tokens(run, (await _store.Runs.ReadDetailsAsync(run.RunId, cancellationToken)).Shares)));
        }

        return reports;
    }

    /// <param name="run">The run.</param>
    /// <param name="hasContent">Whether what was said is shown too.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ShownRun> ReadAsync(AgentRun run, bool hasContent, CancellationToken cancellationToken)
    {
        var details = await _store.Runs.ReadDetailsAsync(run.RunId, cancellationToken);
        var decisions = (await _store.Effects.ListAsync(new EffectFilter { RunId = run.RunId, Limit = MostDecisions }, cancellationToken))
            .Where(decision => decision.RunId == run.RunId)
            .OrderBy(decision => decision.Sequence)
            .ToList();
        var ids = await RunIds.ShortenedAsync(_store, [run.RunId], cancellationToken);
        return new(
            RunReport.Of(run, ids[run.RunId], Tokens(run, details.Shares)),
            RunStepEntry.Of(run.RunId, details.Steps, decisions),
            details.Tools,
            hasContent ? await ReadContentAsync(run, decisions, cancellationToken) : null
        );
    }

    private async Task<RunContent> ReadContentAsync(AgentRun run, IReadOnlyList<EffectDecision> decisions, CancellationToken cancellationToken)
    {
        var task = run.TaskId is { } taskId ? await _store.Tasks.FindAsync(taskId, cancellationToken) : null;
        var asked =
            run.TaskId is not null || run.CursorAfter.Arrival == 0
                ? []
                : (await _store.Messages.ReadSinceAsync(run.ChatJid, run.CursorBefore, MostMessages, cancellationToken)).TakeWhile(message =>
                    message.Arrival <= run.CursorAfter.Arrival
                );
        return new(
            task?.Prompt,
            [.. asked.Select(Said)],
            [.. (await _store.Messages.ListSentAsync(run.RunId, cancellationToken)).Select(Said)],
            [.. decisions.Select(decision => new ActionContent(decision.Effect, decision.Arguments, TaskEntry.Word(decision.Verdict), decision.Reason))]
        );
    }

    private IReadOnlyList<RunTokens> Tokens(AgentRun run, IReadOnlyList<ModelShare> shares) =>
        RunTokens.Of(run.Usage, shares, connection.Settings.Host.Budget.Model.Prices);

    private static SaidText Said(ChatMessage message) => new(message.Timestamp, message.ChatJid, message.SenderName ?? message.Sender, message.Content);
}
