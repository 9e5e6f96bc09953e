namespace NanoClaw.LocalCloud.Edge.Checklist;

/// <summary>What became of one case.</summary>
public sealed record ChecklistResult
{
    public required string Name { get; init; }

    /// <summary>The protocols it was tried over, such as <c>HTTP/2</c>.</summary>
    public required IReadOnlyList<string> Protocols { get; init; }

    /// <summary>What was expected, and was not so; empty where all was.</summary>
    public required IReadOnlyList<string> Differences { get; init; }

    public bool Passed => Differences.Count == 0;

    /// <summary>Of the last answer.</summary>
    public required int Status { get; init; }

    /// <summary>The rule that refused it, or null.</summary>
    public string? Rule { get; init; }

    public required bool ReachedWorker { get; init; }

    /// <summary>The last answer's <c>cf-ray</c>.</summary>
    public string? Ray { get; init; }

    /// <summary>The results of one case over several protocols as one: the first that differs, or the first of all.</summary>
    internal static ChecklistResult OfProtocols(IReadOnlyList<ChecklistResult> results)
    {
        var shown = results.FirstOrDefault(r => !r.Passed) ?? results[0];
        var isSameOverAll = results.All(r => r.Differences.SequenceEqual(shown.Differences));
        return shown with
        {
            Protocols = [.. results.SelectMany(r => r.Protocols)],
            Differences = isSameOverAll ? shown.Differences : [.. results.SelectMany(r => r.Differences.Select(d => $"over {r.Protocols[0]} {d}"))],
        };
    }
}
