namespace NanoClaw.Deployment.Permissions;

/// <summary>One permission that the API token needs, in the words of the dashboard.</summary>
/// <param name="Scope">Of the account, or of the zone.</param>
/// <param name="Name">What the dashboard calls it.</param>
/// <param name="Edit">Whether it has to be Edit; Read otherwise.</param>
/// <param name="For">What needs it.</param>
public sealed record TokenPermission(PermissionScope Scope, string Name, bool Edit, string For)
{
    /// <summary>What the template link of the dashboard calls it; null where no document names it.</summary>
    public string? TemplateKey { get; init; }

    /// <summary>Whether the setup goes on without it, and asks instead.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Calls that only look, with <c>{account}</c> and <c>{zone}</c> in their paths: each has to be let through.</summary>
    public required IReadOnlyList<string> Reads { get; init; }

    /// <summary>Calls that would change something, had they anything to change: see <see cref="WriteProbe"/>.</summary>
    public IReadOnlyList<WriteProbe> Writes { get; init; } = [];

    /// <summary>As the dashboard's three lists show it.</summary>
    public override string ToString() => $"{Scope} | {Name} | {(Edit ? "Edit" : "Read")}";
}
