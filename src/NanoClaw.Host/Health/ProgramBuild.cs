namespace NanoClaw.Host.Health;

/// <summary>Which program this process is, for whoever looks from outside.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Commit">What it was built from; null where the build did not know.</param>
public sealed record ProgramBuild(string Version, string? Commit);
