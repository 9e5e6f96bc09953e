using NanoClaw.Host.Actions;

namespace NanoClaw.Host.Decisions;

/// <summary>The words of the rules' file.</summary>
public static class RuleWords
{
    public const string Any = "any";
    public const string None = "none";
    public const string Main = "main";
    public const string Others = "others";
    public const string Own = "own";
    public const string Unknown = "unknown";
    public const string People = "people";

    /// <summary>A person's own <c>/budget override</c>.</summary>
    public const string BudgetOverride = "budget_override";

    /// <summary>A person's own <c>/model</c> and <c>/effort</c>.</summary>
    public const string SetModel = "set_model";

    /// <summary>Pages of the web; what other groups wrote; people who may not call the assistant; what cannot be told.</summary>
    public static IReadOnlyList<string> Strangers { get; } = ["web", "groups", People, Unknown];

    /// <summary>Everything that the table decides on.</summary>
    public static IReadOnlyList<string> Effects { get; } = [.. ActionNames.WithEffect, BudgetOverride, SetModel];
}
