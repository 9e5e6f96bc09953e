using NanoClaw.LocalCloud.Updates.Dangers;

namespace NanoClaw.LocalCloud.Updates;

/// <summary>What an update would do to what stands: the steps in Pulumi's order, and what a person should look at first.</summary>
public sealed record UpdatePlan
{
    public required DeployedStack Before { get; init; }

    public required DeployedStack After { get; init; }

    /// <summary>Creations and changes in the order of need, then deletions in the reverse.</summary>
    public required IReadOnlyList<UpdateStep> Steps { get; init; }

    /// <summary>What would lose data, cut clients off, open what was guarded, or be refused.</summary>
    public IReadOnlyList<Danger> Dangers => [.. DangerRules.All.SelectMany(rule => rule(this)).OrderBy(d => d.Kind)];

    /// <summary>The outputs that differ.</summary>
    public IReadOnlyList<PropertyChange> OutputChanges => PropertyComparison.Of(Before.Outputs, After.Outputs);

    /// <summary>The number of steps of one kind.</summary>
    public int Count(UpdateKind kind) => Steps.Count(s => s.Kind == kind);

    /// <summary>Whether nothing at all would be done.</summary>
    public bool ChangesNothing => Steps.All(s => s.Kind == UpdateKind.Same);

    /// <summary>What <c>pulumi destroy</c> does: everything is deleted, what needs another before it.</summary>
    public static UpdatePlan Destroy(DeployedStack stack)
    {
        ArgumentNullException.ThrowIfNull(stack);
        return new UpdatePlan
        {
            Before = stack,
            After = DeployedStack.Nothing(stack.Name) with { Updates = stack.Updates + 1 },
            Steps = [.. stack.Resources.Reverse().Select(r => new UpdateStep { Kind = UpdateKind.Delete, Before = r })],
        };
    }
}
