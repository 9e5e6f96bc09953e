using NanoClaw.Agents;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Metrics;

/// <summary>
/// What a run used, as its agent tells it, within what a run can use. The ledger's sums are everybody's: a number that
/// they cannot hold would stop all groups, and one below zero would hide what others cost.
/// </summary>
internal static class ToldUsage
{
    private const long MostTokens = 1_000_000_000;
    private const int MostSteps = 100_000;
    private const int MostModels = 32;

    /// <summary>Four times the longest turn that a stack can be set to.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static AgentUsage Within(AgentUsage told)
    {
        var (input, read, written) = Within(told.InputTokens, told.CacheReadTokens, told.CacheWriteTokens);
        return told with
        {
            InputTokens = input,
            CacheReadTokens = read,
            CacheWriteTokens = written,
            OutputTokens = Tokens(told.OutputTokens),
            Steps = Math.Clamp(told.Steps, 0, MostSteps),
            DurationMs = Math.Clamp(told.DurationMs, 0, (long)Longest.TotalMilliseconds),
            Model = Name(told.Model)!,
            Models = told.Models is null ? null : [.. told.Models.Where(share => share is { Model: not null }).Take(MostModels).Select(Within)],
        };
    }

    /// <summary>As the ledger has it.</summary>
    public static RunUsage ForLedger(AgentUsage used) =>
        new(used.InputTokens, used.OutputTokens, used.Steps, TimeSpan.FromMilliseconds(used.DurationMs), used.Model)
        {
            CacheReadTokens = used.CacheReadTokens,
            CacheWriteTokens = used.CacheWriteTokens,
            Shares = [.. (used.Models ?? []).Select(it => new ModelShare(it.Model, it.InputTokens, it.CacheReadTokens, it.CacheWriteTokens, it.OutputTokens))],
        };

    /// <summary>The name of a model, no longer than one is.</summary>
    public static string? Name(string? told) => told is null ? null : PlainText.Line(told, AgentContract.MaxModel);

    private static AgentModelShare Within(AgentModelShare told)
    {
        var (input, read, written) = Within(told.InputTokens, told.CacheReadTokens, told.CacheWriteTokens);
        return new(Name(told.Model)!, input, read, written, Tokens(told.OutputTokens));
    }

    /// <summary>What came from the cache and went to it is among what was read.</summary>
    private static (long Input, long Read, long Written) Within(long input, long read, long written)
    {
        input = Tokens(input);
        read = Math.Min(Tokens(read), input);
        return (input, read, Math.Min(Tokens(written), input - read));
    }

    private static long Tokens(long told) => Math.Clamp(told, 0, MostTokens);
}
