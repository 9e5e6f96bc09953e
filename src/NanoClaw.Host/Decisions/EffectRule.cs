namespace NanoClaw.Host.Decisions;

public enum RuleReach
{
    Any,

    /// <summary>The group's own chat and tasks.</summary>
    Own,
    Others,
}

/// <summary>One rule of the table. What it does not name does not matter to it.</summary>
public sealed record EffectRule
{
    /// <summary>Null: any effect.</summary>
    public IReadOnlyCollection<string>? Effects { get; init; }

    /// <summary><c>main</c>, <c>others</c> or folders; null: any group.</summary>
    public IReadOnlyCollection<string>? Groups { get; init; }
    public RuleReach Reach { get; init; }

    /// <summary>Fits where one of these was in the context; empty: where nobody was; null: either way.</summary>
    public IReadOnlyCollection<string>? Strangers { get; init; }
    public required RuleDecision Decision { get; init; }

    /// <summary>Where it stands in its file, from 1.</summary>
    public int Line { get; init; }

    public bool Fits(EffectQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return (Effects is null || Effects.Contains(question.Effect, StringComparer.Ordinal))
            && (Groups is null || Groups.Any(group => IsOf(group, question)))
            && (Reach is RuleReach.Any || question.ReachesOthers == Reach is RuleReach.Others)
            && FitsStrangers(question.Strangers);
    }

    private static bool IsOf(string group, EffectQuestion question) =>
        group switch
        {
            RuleWords.Main => question.IsMain,
            RuleWords.Others => !question.IsMain,
            _ => group == question.Group,
        };

    private bool FitsStrangers(IReadOnlyCollection<string> strangers) =>
        Strangers switch
        {
            null => true,
            { Count: 0 } => strangers.Count == 0,
            _ when Strangers.Contains(RuleWords.Any) => strangers.Count > 0,
            // What nobody can name may be any of them.
            _ => strangers.Any(stranger => !RuleWords.Strangers.Contains(stranger) || stranger == RuleWords.Unknown || Strangers.Contains(stranger)),
        };
}
