namespace Pulumi.StandIn.Tests.Feed;

/// <summary>What a restore said and left.</summary>
internal sealed record RestoreResult(int ExitCode, string Output, string Assets)
{
    public IReadOnlyList<string> Announcements => [.. Output.Split('\n').Where(l => l.Contains("Pulumi SDK: ", StringComparison.Ordinal))];

    public bool UsesStandIn => Assets.Contains("Pulumi.StandIn.csproj", StringComparison.Ordinal);
}
