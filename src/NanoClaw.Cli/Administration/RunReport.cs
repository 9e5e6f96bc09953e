using NanoClaw.Store;

namespace NanoClaw.Cli.Administration;

/// <summary>A run as <c>runs</c> prints it as JSON.</summary>
/// <param name="RunId">Its id.</param>
/// <param name="Id">The end of it that is enough.</param>
/// <param name="GroupFolder">The group.</param>
/// <param name="ChatJid">Its chat.</param>
/// <param name="TaskId">The task that it was a run of; null: it answered messages.</param>
/// <param name="Status"><c>running</c>, <c>succeeded</c> or <c>failed</c>.</param>
/// <param name="ErrorCode">Why it failed, as docs/CONTRACT.md names it.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When its end was known.</param>
/// <param name="DurationMs">How long it took, as the agent measured it.</param>
/// <param name="Attempt">Retries before it.</param>
/// <param name="ModelCalls">How often a model was asked.</param>
/// <param name="Model">The model that was asked last.</param>
/// <param name="AnsweredBy">The one that answered, where that was told.</param>
/// <param name="Tokens">What was read and written, by model.</param>
/// <param name="Usd">What the models cost; null where a price is not known.</param>
internal sealed record RunReport(
    string RunId,
    string Id,
    string GroupFolder,
    string ChatJid,
    string? TaskId,
    string Status,
    string? ErrorCode,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    long DurationMs,
    int Attempt,
    int ModelCalls,
    string? Model,
    string? AnsweredBy,
    IReadOnlyList<RunTokens> Tokens,
    decimal? Usd
)
{
    public static RunReport Of(AgentRun run, string id, IReadOnlyList<RunTokens> tokens) =>
        new(
            run.RunId,
            id,
            run.GroupFolder,
            run.ChatJid,
            run.TaskId,
            TaskEntry.Word(run.Status),
            run.ErrorCode,
            run.StartedAt,
            run.EndedAt,
            (long)run.Usage.Duration.TotalMilliseconds,
            run.Attempt,
            run.Usage.Steps,
            run.Usage.Model,
            run.Usage.AnsweredBy,
            tokens,
            tokens.Any(part => part.Usd is null) ? null : tokens.Sum(part => part.Usd)
        );
}
