namespace NanoClaw.Agents;

/// <summary>The words of <see cref="AgentMetadata.Fetch"/>: which addresses the agent may read for a group.</summary>
public static class AgentFetch
{
    /// <summary>None.</summary>
    public const string Off = "off";

    /// <summary>Those that a person wrote, and the links on the same host of their pages. The Worker's default.</summary>
    public const string Asked = "asked";

    /// <summary>Those that a person wrote, and the links of every page that was read.</summary>
    public const string Links = "links";

    /// <summary>Every public address, also one that the model made up.</summary>
    public const string Open = "open";

    /// <summary>All of them, the closest first.</summary>
    public static IReadOnlyList<string> All { get; } = [Off, Asked, Links, Open];

    /// <summary>Whether a word is one of them.</summary>
    public static bool IsKnown(string? word) => All.Contains(word, StringComparer.Ordinal);
}
