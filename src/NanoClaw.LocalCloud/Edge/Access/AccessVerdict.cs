namespace NanoClaw.LocalCloud.Edge.Access;

/// <summary>What Access makes of a request.</summary>
/// <param name="Outcome">Let through, or how it is refused.</param>
/// <param name="Application">The application that decided, or null where none covers the request.</param>
internal sealed record AccessVerdict(AccessOutcome Outcome, AccessApplication? Application)
{
    /// <summary>What the Worker gets as <c>Cf-Access-Jwt-Assertion</c>.</summary>
    public string? Assertion { get; init; }

    public string? Email { get; init; }
}
