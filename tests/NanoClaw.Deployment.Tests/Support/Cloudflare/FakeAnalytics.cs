using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NanoClaw.Deployment.Tests;

/// <summary>
/// The GraphQL Analytics API, as far as the account's use is asked of it: its datasets with their fields, its rows by day, and its
/// refusals, which are 200 with an error in words (https://developers.cloudflare.com/analytics/graphql-api/errors/). The rows are such
/// as people have shown of their accounts.
/// </summary>
internal sealed partial class FakeAnalytics
{
    private static readonly Dictionary<string, string[]> Fields = new(StringComparer.Ordinal)
    {
        ["workersInvocationsAdaptive"] = ["sum.requests", "sum.cpuTimeUs", "sum.errors", "dimensions.scriptName", "dimensions.date"],
        ["durableObjectsInvocationsAdaptiveGroups"] = ["sum.requests", "sum.errors", "dimensions.namespaceId", "dimensions.date"],
        ["durableObjectsPeriodicGroups"] =
        [
            "sum.duration",
            "sum.activeTime",
            "sum.cpuTime",
            "sum.rowsRead",
            "sum.rowsWritten",
            "dimensions.namespaceId",
            "dimensions.date",
        ],
        ["durableObjectsSqlStorageGroups"] = ["max.storedBytes", "dimensions.namespaceId", "dimensions.date"],
        ["r2OperationsAdaptiveGroups"] = ["sum.requests", "dimensions.actionType", "dimensions.date"],
        ["r2StorageAdaptiveGroups"] = ["max.payloadSize", "max.metadataSize", "dimensions.bucketName", "dimensions.date"],
        ["d1AnalyticsAdaptiveGroups"] = ["sum.rowsRead", "sum.rowsWritten", "dimensions.databaseId", "dimensions.date"],
        ["d1StorageAdaptiveGroups"] = ["max.databaseSizeBytes", "dimensions.databaseId", "dimensions.date"],
        ["kvOperationsAdaptiveGroups"] = ["sum.requests", "dimensions.actionType", "dimensions.date"],
        ["kvStorageAdaptiveGroups"] = ["max.byteCount", "max.keyCount", "dimensions.namespaceId", "dimensions.date"],
    };

    private readonly List<(string Dataset, DateOnly Day, JsonObject Row)> _rows = [];
    private readonly Dictionary<string, string> _refusals = new(StringComparer.Ordinal);

    /// <summary>The account that the token may read.</summary>
    public string AccountId { get; init; } = FakeAccount.AccountId;

    /// <summary>How many days a plan lets be asked for at once.</summary>
    public int MostDays { get; set; } = 32;

    /// <summary>What was asked: the dataset, and the days.</summary>
    public List<(string Dataset, DateOnly First, DateOnly Last)> Asked { get; } = [];

    public void Add(string dataset, string day, JsonObject row) => _rows.Add((dataset, DateOnly.Parse(day), row));

    /// <summary>Answers a dataset with an error, in these words.</summary>
    public void Refuse(string dataset, string message) => _refusals[dataset] = message;

    public JsonObject Answer(JsonNode? body)
    {
        var query = (string?)body?["query"] ?? "";
        var variables = body?["variables"];
        if (Question().Match(query) is not { Success: true } question || !Fields.TryGetValue(question.Groups["dataset"].Value, out var fields))
        {
            return Error("error parsing args: unknown field");
        }

        var dataset = question.Groups["dataset"].Value;
        var unknown = Selected(question.Groups["selection"].Value).Except(fields, StringComparer.Ordinal).FirstOrDefault();
        var (first, last) = (DateOnly.Parse((string)variables!["start"]!), DateOnly.Parse((string)variables["end"]!));
        Asked.Add((dataset, first, last));
        if (_refusals.TryGetValue(dataset, out var refusal) || _refusals.TryGetValue("", out refusal))
        {
            return Error(refusal);
        }

        return unknown is not null ? Error($"unknown field \"{unknown}\"")
            : (string?)variables["accountTag"] != AccountId ? Error($"not authorized for that account, token of {variables["accountTag"]}")
            : last.DayNumber - first.DayNumber >= MostDays ? Error($"cannot request a time range wider than {MostDays}d")
            : Rows(dataset, first, last);
    }

    private JsonObject Rows(string dataset, DateOnly first, DateOnly last) =>
        new()
        {
            ["data"] = new JsonObject
            {
                ["viewer"] = new JsonObject
                {
                    ["accounts"] = new JsonArray(
                        new JsonObject
                        {
                            [dataset] = new JsonArray([
                                .. _rows.Where(row => row.Dataset == dataset && row.Day >= first && row.Day <= last).Select(row => row.Row.DeepClone()),
                            ]),
                        }
                    ),
                },
            },
            ["errors"] = null,
        };

    private static JsonObject Error(string message) =>
        new()
        {
            ["data"] = null,
            ["errors"] = new JsonArray(
                new JsonObject
                {
                    ["message"] = message,
                    ["path"] = null,
                    ["extensions"] = new JsonObject { ["timestamp"] = "2026-11-26T12:00:00Z" },
                }
            ),
        };

    private static IEnumerable<string> Selected(string selection) =>
        Part()
            .Matches(selection)
            .SelectMany(part =>
                part.Groups["fields"].Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(field => $"{part.Groups["part"].Value}.{field}")
            );

    [GeneratedRegex(
        @"query \w+\(\$accountTag: string!, \$start: Date!, \$end: Date!\) \{\s*viewer \{\s*accounts\(filter: \{ accountTag: \$accountTag \}\) \{\s*(?<dataset>\w+)\(limit: \d+, filter: \{ date_geq: \$start, date_leq: \$end \}\) \{ (?<selection>.*?) \}\s*\}\s*\}\s*\}",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex Question();

    [GeneratedRegex(@"(?<part>\w+) \{ (?<fields>[^}]*) \}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Part();
}
