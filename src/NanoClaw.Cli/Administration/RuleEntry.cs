using NanoClaw.Host.Decisions;

namespace NanoClaw.Cli.Administration;

/// <summary>The rules as <c>rules show</c> prints them as JSON.</summary>
internal sealed record RuleEntries(string Source, IReadOnlyList<RuleEntry> Rules)
{
    public static RuleEntries Of(RuleTable table) => new(table.Name, [.. table.Rules.Select(RuleEntry.Of)]);
}

/// <summary>One rule; what does not matter to it is null.</summary>
internal sealed record RuleEntry(
    int Line,
    IReadOnlyCollection<string>? Effects,
    IReadOnlyCollection<string>? Groups,
    string? To,
    IReadOnlyCollection<string>? Strangers,
    string Decision
)
{
    public static RuleEntry Of(EffectRule rule) =>
        new(
            rule.Line,
            rule.Effects,
            rule.Groups,
            rule.Reach is RuleReach.Any ? null : TaskEntry.Word(rule.Reach),
            rule.Strangers is { Count: 0 } ? [RuleWords.None] : rule.Strangers,
            TaskEntry.Word(rule.Decision)
        );
}

/// <summary>What the rules say of a question; the line is null where no rule fits, or the assistant's own limits decide.</summary>
internal sealed record RuleAnswer(string Decision, string Reason, int? Line);
