using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoClaw.Installation.Releases;

/// <summary>What is said of the latest release.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Notes">What whoever upgrades has to know; empty where nothing is said.</param>
/// <param name="Page">Where it is.</param>
public sealed record Release(SemanticVersion Version, string Notes, Uri? Page)
{
    /// <summary>Reads GitHub's answer about a release, or a small file with <c>version</c>, <c>notes</c> and <c>url</c>.</summary>
    /// <exception cref="InstallationException">It is neither.</exception>
    public static Release Read(ReadOnlySpan<byte> json, string source)
    {
        ReleaseFile? file;
        try
        {
            file = JsonSerializer.Deserialize(json, ReleaseJson.Default.ReleaseFile);
        }
        catch (JsonException exception)
        {
            throw Malformed(source, exception);
        }

        var version = SemanticVersion.Parse(file?.TagName ?? file?.Version) ?? throw Malformed(source, null);
        return new Release(version, (file!.Body ?? file.Notes ?? "").Trim(), Web(file.HtmlUrl ?? file.Url));
    }

    private static Uri? Web(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var page) && page.Scheme is "https" or "http" ? page : null;

    private static InstallationException Malformed(string source, Exception? exception) =>
        new(
            InstallationFailure.Malformed,
            $"{source} is no release's file: it has no \"tag_name\" (as GitHub's releases/latest) or \"version\" such as 1.2.3.",
            exception
        );
}

internal sealed record ReleaseFile(
    [property: JsonPropertyName("tag_name")] string? TagName,
    [property: JsonPropertyName("version")] string? Version,
    [property: JsonPropertyName("body")] string? Body,
    [property: JsonPropertyName("notes")] string? Notes,
    [property: JsonPropertyName("html_url")] string? HtmlUrl,
    [property: JsonPropertyName("url")] string? Url
);

[JsonSerializable(typeof(ReleaseFile))]
internal sealed partial class ReleaseJson : JsonSerializerContext;
