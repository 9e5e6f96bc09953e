namespace NanoClaw.Host.Models;

/// <summary>What the main group may write to the host itself about models.</summary>
/// <param name="IsEffort">It is <c>/effort</c>, and not <c>/model</c>.</param>
/// <param name="Group">Whose: a group's name or folder; null: show all.</param>
/// <param name="Value">The model or the effort; null: show the group's.</param>
internal sealed record ModelOrder(bool IsEffort, string? Group, string? Value)
{
    public const string Model = "/model";
    public const string Effort = "/effort";

    /// <summary>Takes the place of a model or an effort: the stack's own.</summary>
    public const string Default = "default";

    /// <summary>Reads such an order, with any blanks; a group's name may have some.</summary>
    public static ModelOrder? Read(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var isEffort = words is [var command, ..] && command.Equals(Effort, StringComparison.OrdinalIgnoreCase);
        return words switch
        {
            [var first, ..] when !isEffort && !first.Equals(Model, StringComparison.OrdinalIgnoreCase) => null,
            [] => null,
            [_] => new(isEffort, null, null),
            [_, var group] => new(isEffort, group, null),
            [_, .. var group, var value] => new(isEffort, string.Join(' ', group), value),
        };
    }
}
