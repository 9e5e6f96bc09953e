using NanoClaw.Cost.Reports;

namespace NanoClaw.Host.Usage;

/// <summary>The answer in plain words.</summary>
internal static class UsageText
{
    /// <summary>What one message of a chat has room for.</summary>
    private const int MostGroups = 20;

    public static string OfGroup(CostReport report, string folder)
    {
        var own = report.Groups.FirstOrDefault(group => group.GroupFolder == folder);
        if (own is null)
        {
            return Text($"Nothing was used here since {report.From:yyyy-MM-dd}.");
        }

        string?[] lines =
        [
            Text(
                $"This chat since {report.From:yyyy-MM-dd}: {Runs(own.Runs, own.Failed)} of {TimeSpan.FromMilliseconds(own.DurationMs).TotalMinutes:N0} min in all."
            ),
            Of(own.Tokens),
            Text($"For the model: {Usd(own.ModelUsd)}."),
            report.Billed ? Text($"Of Cloudflare's bill, beside the subscription: {Usd(own.CloudflareUsd)}.") : null,
            Text($"A new month begins on {report.Until:yyyy-MM-dd}."),
        ];
        return string.Join('\n', lines.OfType<string>());
    }

    public static string OfAll(CostReport report, IReadOnlyDictionary<string, string> names)
    {
        var left = report.Groups.Skip(MostGroups).ToList();
        string?[] lines =
        [
            Text(
                $"All chats since {report.From:yyyy-MM-dd}: {Runs(report.Runs, report.Failed)} of {TimeSpan.FromMilliseconds(report.DurationMs).TotalMinutes:N0} min in all."
            ),
            Of(Sum(report)),
            Text($"For the model: {Usd(report.Model.SoFarUsd)}, {Usd(report.Model.ProjectedUsd)} by the end of the month."),
            report.Billed
                ? Text($"Cloudflare: {Usd(report.Cloudflare.SoFarUsd)}, {Usd(report.Cloudflare.ProjectedUsd)} by the end of the month.")
                : "Runs cost nothing at Cloudflare's here.",
            .. report
                .Groups.Take(MostGroups)
                .Select(group =>
                    Text(
                        $"{names.GetValueOrDefault(group.GroupFolder, group.GroupFolder)}: {Runs(group.Runs, group.Failed)}, {group.Tokens.All:N0} tokens, {Usd(group.ModelUsd + group.CloudflareUsd)}"
                    )
                ),
            left.Count == 0 ? null : Text($"{left.Count:N0} more: {Usd(left.Sum(group => group.ModelUsd + group.CloudflareUsd))}"),
            Text($"A new month begins on {report.Until:yyyy-MM-dd}. 'nanoclaw cost' on my computer shows it by item and by day."),
        ];
        return string.Join('\n', lines.OfType<string>());
    }

    private static TokenCount Sum(CostReport report) =>
        report.Groups.Aggregate(
            new TokenCount(0, 0, 0, 0),
            (sum, group) =>
                new(
                    sum.Fresh + group.Tokens.Fresh,
                    sum.CacheRead + group.Tokens.CacheRead,
                    sum.CacheWrite + group.Tokens.CacheWrite,
                    sum.Output + group.Tokens.Output
                )
        );

    private static string Of(TokenCount tokens) =>
        Text(
            $"Tokens: {tokens.Fresh:N0} read fresh, {tokens.CacheRead:N0} from the cache, {tokens.CacheWrite:N0} written to it, {tokens.Output:N0} given out."
        );

    private static string Runs(long runs, long failed) =>
        Text($"{runs:N0} {(runs == 1 ? "run" : "runs")}{(failed == 0 ? "" : Text($" ({failed:N0} failed)"))}");

    private static string Usd(decimal amount) => amount is > 0 and < 0.01m ? "less than $0.01" : Text($"${amount:0.00}");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
