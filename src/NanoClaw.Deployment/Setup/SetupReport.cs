namespace NanoClaw.Deployment.Setup;

/// <summary>What a setup found, did, and leaves to do. The names of the fields are part of the command's interface.</summary>
public sealed record SetupReport
{
    public required string Stack { get; init; }

    /// <summary>Whether everything is as it has to be and nothing had to be changed.</summary>
    public required bool IsInOrder { get; init; }

    public required ReportedToken Token { get; init; }

    public required ReportedPlace Account { get; init; }

    public required ReportedZone Zone { get; init; }

    /// <summary>The Zero Trust team's domain; null where there is none, or it is not known.</summary>
    public required string? Team { get; init; }

    /// <summary>The account's workers.dev subdomain; null where none is registered.</summary>
    public required string? WorkersSubdomain { get; init; }

    public required IReadOnlyList<ReportedPermission> Permissions { get; init; }

    /// <summary>The zone's entry-point rulesets.</summary>
    public required IReadOnlyList<ReportedRuleset> Rulesets { get; init; }

    /// <summary>What has to be mended by a person first.</summary>
    public required IReadOnlyList<string> Blockers { get; init; }

    /// <summary>What the stack's file, and its owner's, hold otherwise.</summary>
    public required IReadOnlyList<SettingChange> Changes { get; init; }

    /// <summary>Secrets that are not set, or stand in clear.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }

    /// <summary>What was done, in its order.</summary>
    public required IReadOnlyList<string> Done { get; init; }

    /// <summary>The commands that come next.</summary>
    public required IReadOnlyList<string> Next { get; init; }
}

/// <summary>The API token, without itself.</summary>
public sealed record ReportedToken(string Id, string Status, DateTimeOffset? ExpiresOn, bool IsAccountOwned);

/// <summary>Something with a name and an id.</summary>
public sealed record ReportedPlace(string Id, string Name);

/// <summary>The zone.</summary>
public sealed record ReportedZone(string Id, string Name, string? Plan, string Status);

/// <summary>A permission of the API token.</summary>
/// <param name="Scope"><c>account</c> or <c>zone</c>.</param>
/// <param name="Name">What the dashboard calls it.</param>
/// <param name="Level"><c>edit</c> or <c>read</c>: what is needed.</param>
/// <param name="State"><c>granted</c>, <c>read-only</c>, <c>missing</c>, or <c>not-switched-on</c> of a product.</param>
/// <param name="For">What needs it.</param>
/// <param name="IsLacking">Whether it has to be given first.</param>
public sealed record ReportedPermission(string Scope, string Name, string Level, string State, string For, bool IsLacking);

/// <summary>A ruleset of the zone.</summary>
/// <param name="Phase">Its phase.</param>
/// <param name="Id">Its id.</param>
/// <param name="Rules">How many rules it has.</param>
/// <param name="Belongs">Whose it is: <c>this-stack</c>, <c>another-stack</c>, <c>nobody</c> that is known here.</param>
public sealed record ReportedRuleset(string Phase, string Id, int Rules, string Belongs);
