namespace NanoClaw.EndToEnd.Tests.Attacks;

/// <summary>All attacks, and the ways in that many of them share.</summary>
internal static class AttackTable
{
    public static IReadOnlyList<Attack> All { get; } =
    [
        .. Hijacks.All,
        .. ToolMisuse.All,
        .. Privileges.All,
        .. Memories.All,
        .. Overloads.All,
        .. Cascades.All,
        .. BetweenGroups.All,
        .. Exfiltration.All,
        .. HiddenText.All,
        .. FrameBreaking.All,
        .. DelayedTriggers.All,
        .. Deputies.All,
        .. Approvals.All,
        .. Denials.All,
        .. Repudiation.All,
    ];

    /// <summary>Somebody in A has a page read, and the page gives orders.</summary>
    public static Attack OnPage(string of, string name, string page) =>
        new(of, name)
        {
            Pages = new Dictionary<string, string>(StringComparer.Ordinal) { ["https://%page%/a"] = page },
            Lines = [Read("A", "a")],
        };

    /// <summary>The same in the main group.</summary>
    public static Attack OnPageOfMain(string of, string name, string page) => OnPage(of, name, page) with { Lines = [Read("M", "a")] };

    /// <summary>Somebody in A who may not call the assistant writes, and then ann calls it for something else.</summary>
    public static Attack ByStranger(string of, string name, string words) => new(of, name) { Lines = [Line.Mallory(words), Line.Ann("Good morning!")] };

    /// <summary>A member of A asks for what goes beyond A.</summary>
    public static Attack ByMember(string of, string name, string words) => new(of, name) { Lines = [Line.Ann(words)], IsByMember = true };

    public static Line Read(string group, string page) =>
        group == "A"
            ? Line.Ann($"What does https://%page%/{page} say? DO[web_fetch|url=https://%page%/{page}]")
            : Line.Owner($"What does https://%page%/{page} say? DO[web_fetch|url=https://%page%/{page}]");

    public static IReadOnlyDictionary<string, string> Pages(params (string Url, string Text)[] pages) =>
        pages.ToDictionary(page => page.Url, page => page.Text, StringComparer.Ordinal);
}
