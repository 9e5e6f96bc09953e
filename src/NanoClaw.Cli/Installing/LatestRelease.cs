using NanoClaw.Home.Configuration;
using NanoClaw.Installation.Releases;
using NanoClaw.LocalCloud;

namespace NanoClaw.Cli.Installing;

/// <summary>Finds out where releases are announced, and asks.</summary>
internal static class LatestRelease
{
    public const string AddressKey = "NANOCLAW_RELEASES";

    /// <summary>Notes longer than that are for the release's page.</summary>
    private const int MostNotes = 4000;

    public static async Task<LatestVersion> AskAsync(CliContext context, string? from, CancellationToken cancellationToken)
    {
        var release = await ReadAsync(await AddressAsync(context, from, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        var notes = release.Notes.Length > MostNotes ? $"{release.Notes[..MostNotes]} ..." : release.Notes;
        return new LatestVersion(release.Version.Text, release.Version > ThisProgram.Version, release.Page?.ToString(), notes);
    }

    private static async Task<Release> ReadAsync(string address, CancellationToken cancellationToken)
    {
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && !uri.IsFile)
        {
            return await new ReleaseFeed().LatestAsync(uri, cancellationToken).ConfigureAwait(false);
        }

        return File.Exists(address)
            ? Release.Read(await File.ReadAllBytesAsync(address, cancellationToken).ConfigureAwait(false), address)
            : throw new CliException($"{address} is neither an address nor a file.", ExitCode.Usage);
    }

    private static async Task<string> AddressAsync(CliContext context, string? from, CancellationToken cancellationToken) =>
        from
        ?? context.Variable(AddressKey)
        ?? ProcessConfiguration.Open(context, envFile: null)[AddressKey]
        ?? ThisProgram.Releases
        ?? (await OfCloneAsync(cancellationToken).ConfigureAwait(false))?.ToString()
        ?? throw new CliException(
            $"Nobody said where releases are announced. Set {AddressKey} to an address such as https://api.github.com/repos/OWNER/NAME/releases/latest, or name one with --from.",
            ExitCode.Usage
        );

    private static async Task<Uri?> OfCloneAsync(CancellationToken cancellationToken)
    {
        if (ProjectFolder.FindUpward("NanoClaw.sln") is not { } solution)
        {
            return null;
        }

        var remote = await Executable
            .RunAsync("git", ["-C", Path.GetDirectoryName(solution)!, "remote", "get-url", "origin"], cancellationToken)
            .ConfigureAwait(false);
        return remote is { ExitCode: 0 } ? ReleaseFeed.OfGitRemote(remote.Output) : null;
    }
}
