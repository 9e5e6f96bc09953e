namespace NanoClaw.LocalCloud.Edge.Checklist;

/// <summary>What became of one case.</summary>
public sealed record ChecklistResult
{
    public required string Name { get; init; }

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
}
