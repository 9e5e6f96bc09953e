namespace NanoClaw.LocalCloud.Edge.Access;

/// <summary>A policy: any of the includes, all of the requires, none of the excludes.</summary>
internal sealed record AccessPolicy(
    string Name,
    AccessDecision Decision,
    IReadOnlyList<AccessSelector> Includes,
    IReadOnlyList<AccessSelector> Requires,
    IReadOnlyList<AccessSelector> Excludes
)
{
    /// <summary>How long a session lasts that it let in; null leaves that to the application.</summary>
    public TimeSpan? SessionDuration { get; init; }

    public bool Admits(AccessIdentity identity) =>
        Includes.Any(s => s.Matches(identity)) && Requires.All(s => s.Matches(identity)) && !Excludes.Any(s => s.Matches(identity));
}
