namespace NanoClaw.Cli.Installing;

/// <summary>What <c>nanoclaw version --json</c> prints.</summary>
internal sealed record VersionReport(string Version, string? Commit, string Runtime, string Platform, LatestVersion? Latest);

/// <summary>The latest release beside this program.</summary>
internal sealed record LatestVersion(string Version, bool IsLater, string? Url, string Notes);
