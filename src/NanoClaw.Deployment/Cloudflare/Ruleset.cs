namespace NanoClaw.Deployment.Cloudflare;

/// <summary>A zone's entry-point ruleset of one phase; there can be one.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name; it is replaced where the name changes, so an adopted one keeps it.</param>
/// <param name="Phase">The phase.</param>
/// <param name="Rules">Its rules, in their order.</param>
public sealed record Ruleset(string Id, string Name, string Phase, IReadOnlyList<RulesetRule> Rules);

/// <summary>A rule of a ruleset.</summary>
/// <param name="Ref">What it is called in logs.</param>
/// <param name="Description">What a person called it.</param>
/// <param name="Action">What it does.</param>
/// <param name="Expression">When.</param>
/// <param name="IsEnabled">Whether it does anything.</param>
/// <param name="HasParameters">Whether its action carries more than its name.</param>
public sealed record RulesetRule(string Ref, string Description, string Action, string Expression, bool IsEnabled, bool HasParameters)
{
    /// <summary>Whether a stack of this program made it.</summary>
    public bool IsOurs => Ref.StartsWith("nanoclaw_", StringComparison.Ordinal);
}
