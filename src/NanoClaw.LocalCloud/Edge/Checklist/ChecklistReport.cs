using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoClaw.LocalCloud.Edge.Checklist;

/// <summary>Writes results for people and for programs.</summary>
public static class ChecklistReport
{
    /// <summary>A table, with what differs under its case.</summary>
    public static string Table(IReadOnlyList<ChecklistResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        var width = results.Max(r => r.Name.Length);
        var output = new StringBuilder();
        foreach (var result in results)
        {
            output
                .Append(result.Passed ? "pass  " : "FAIL  ")
                .Append(result.Name.PadRight(width))
                .Append("  ")
                .Append(result.Status)
                .Append("  ")
                .Append(result.ReachedWorker ? "Worker" : result.Rule ?? "edge")
                .Append('\n');
            foreach (var difference in result.Differences)
            {
                output.Append("      ").Append(difference).Append("; ray ").Append(result.Ray).Append('\n');
            }
        }

        var failed = results.Count(r => !r.Passed);
        return output
            .Append('\n')
            .Append(failed == 0 ? $"{(results.Count == 1 ? "1 case" : $"{results.Count} cases")} passed.\n" : $"{failed} of {results.Count} cases failed.\n")
            .ToString();
    }

    public static string Json(IReadOnlyList<ChecklistResult> results) => JsonSerializer.Serialize(results, ChecklistJson.Default.IReadOnlyListChecklistResult);
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<ChecklistResult>))]
internal sealed partial class ChecklistJson : JsonSerializerContext;
