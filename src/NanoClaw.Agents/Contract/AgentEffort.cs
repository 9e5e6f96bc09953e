namespace NanoClaw.Agents;

/// <summary>The words of <see cref="AgentMetadata.Effort"/>: how hard a model tries, where it can be told.</summary>
public static class AgentEffort
{
    /// <summary>As little thinking as the model does.</summary>
    public const string Low = "low";

    /// <summary>Some.</summary>
    public const string Medium = "medium";

    /// <summary>As much as answers the question.</summary>
    public const string High = "high";

    /// <summary>All of them, the least first.</summary>
    public static IReadOnlyList<string> All { get; } = [Low, Medium, High];

    /// <summary>Whether a word is one of them.</summary>
    public static bool IsKnown(string? word) => All.Contains(word, StringComparer.Ordinal);
}
