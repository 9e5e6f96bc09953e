using System.Net;
using System.Text.RegularExpressions;

namespace NanoClaw.Installation.Releases;

/// <summary>Asks where releases are announced for the latest one.</summary>
public sealed partial class ReleaseFeed(HttpMessageHandler? handler = null)
{
    /// <summary>A release's notes are text of a page or two.</summary>
    private const int MostBytes = 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The address of GitHub's answer about the latest release of a repository.</summary>
    /// <returns>Null where the remote is not one of GitHub's.</returns>
    public static Uri? OfGitRemote(string? remote) =>
        Repository().Match(remote?.Trim() ?? "") is { Success: true } match
            ? new Uri($"https://api.github.com/repos/{match.Groups["owner"].Value}/{match.Groups["name"].Value}/releases/latest")
            : null;

    /// <exception cref="InstallationException">It is out of reach, or no release's file.</exception>
    public async Task<Release> LatestAsync(Uri address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        {
            throw new InstallationException(InstallationFailure.NotPossible, $"{Shown(address)}: a release's file is asked for by https.");
        }

        using var client = handler is null ? new HttpClient() : new HttpClient(handler, disposeHandler: false);
        client.Timeout = Patience;
        client.MaxResponseContentBufferSize = MostBytes;
        client.DefaultRequestHeaders.UserAgent.ParseAdd("nanoclaw");
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        try
        {
            using var response = await client.GetAsync(address, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                throw new InstallationException(
                    InstallationFailure.Unreachable,
                    $"{Shown(address)} answers 404: there is no release yet, or it is another address."
                );
            }

            if (!response.IsSuccessStatusCode)
            {
                throw new InstallationException(InstallationFailure.Unreachable, $"{Shown(address)} answers {(int)response.StatusCode}. Try again later.");
            }

            return Release.Read(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false), Shown(address));
        }
        catch (HttpRequestException exception)
        {
            throw new InstallationException(
                InstallationFailure.Unreachable,
                $"{address.Host} cannot be reached, so nobody knows whether there is a later release. Are you offline?",
                exception
            );
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InstallationException(
                InstallationFailure.Unreachable,
                $"{address.Host} did not answer within {Patience.TotalSeconds:0} seconds, so nobody knows whether there is a later release. Are you offline?",
                exception
            );
        }
    }

    /// <summary>Without what may be a password or a key.</summary>
    private static string Shown(Uri address) => address.GetLeftPart(UriPartial.Path).Replace($"{address.UserInfo}@", "", StringComparison.Ordinal);

    [GeneratedRegex(
        @"^(?:https://(?:[^@/]*@)?github\.com/|(?:ssh://)?git@github\.com[:/])(?<owner>[\w.-]+)/(?<name>[\w.-]+?)(?:\.git)?/?$",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Repository();
}
