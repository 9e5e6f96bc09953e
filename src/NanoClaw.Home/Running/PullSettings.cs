namespace NanoClaw.Home.Running;

/// <summary>How the credentials are fetched anew.</summary>
/// <param name="Command">The program and its arguments, as they are handed to the system: no shell reads them.</param>
/// <param name="Folder">Where it runs.</param>
/// <param name="Every">The least time between two runs.</param>
public sealed record PullSettings(IReadOnlyList<string> Command, string Folder, TimeSpan Every)
{
    public static readonly TimeSpan UsualEvery = TimeSpan.FromMinutes(10);
}
