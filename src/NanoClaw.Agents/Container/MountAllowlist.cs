using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoClaw.Agents;

/// <summary>What may be mounted beside a group's own folders: v1's file, kept outside of the project so that no agent can write it.</summary>
internal sealed class MountAllowlist
{
    // v1's list; what a file adds comes on top.
    private static readonly string[] AlwaysBlocked =
    [
        ".ssh",
        ".gnupg",
        ".gpg",
        ".aws",
        ".azure",
        ".gcloud",
        ".kube",
        ".docker",
        "credentials",
        ".env",
        ".netrc",
        ".npmrc",
        ".pypirc",
        "id_rsa",
        "id_ed25519",
        "private_key",
        ".secret",
    ];

    private readonly MountAllowlistFile _file;
    private readonly string? _problem;

    private MountAllowlist(MountAllowlistFile file, string? problem)
    {
        _file = file;
        _problem = problem;
    }

    /// <summary>Reads the file; where it is missing or malformed nothing is allowed.</summary>
    public static MountAllowlist Read(string path)
    {
        var expanded = RealPath.ExpandHome(path);
        try
        {
            var file = JsonSerializer.Deserialize(File.ReadAllBytes(expanded), MountAllowlistJson.Default.MountAllowlistFile);
            return new MountAllowlist(file ?? new(), problem: null);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new MountAllowlist(new(), $"there is no allowlist; write {path}");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return new MountAllowlist(new(), $"the allowlist {path} cannot be read as JSON; correct it");
        }
    }

    /// <summary>The mount as it is allowed, or null and the reason.</summary>
    public ContainerMount? Allow(ExtraMount mount, bool isMain, out string? reason)
    {
        reason = _problem;
        if (reason is not null)
        {
            return null;
        }

        var containerPath = mount.ContainerPath ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(mount.HostPath));
        if (!IsContainerPath(containerPath))
        {
            reason = "its path in the container must be relative, without '..', ':', ',' or quotes";
            return null;
        }

        if (RealPath.Of(RealPath.ExpandHome(mount.HostPath)) is not { } real)
        {
            reason = "its folder does not exist";
            return null;
        }

        if (!IsArgument(real))
        {
            reason = "its folder's path holds a comma, a quote or a line end, which the engine's arguments cannot";
            return null;
        }

        if (
            AlwaysBlocked.Concat(_file.BlockedPatterns ?? []).FirstOrDefault(p => p.Length > 0 && real.Contains(p, StringComparison.OrdinalIgnoreCase)) is
            { } pattern
        )
        {
            reason = $"its folder matches the blocked pattern '{pattern}'";
            return null;
        }

        var root = (_file.AllowedRoots ?? []).FirstOrDefault(r => RealPath.Of(RealPath.ExpandHome(r.Path)) is { } allowed && RealPath.IsWithin(real, allowed));
        if (root is null)
        {
            reason = "its folder is under no allowed root";
            return null;
        }

        var readOnly = mount.ReadOnly || !root.AllowReadWrite || (!isMain && _file.NonMainReadOnly);
        return new ContainerMount(real, "/workspace/extra/" + containerPath, readOnly);
    }

    /// <summary>Whether a path can stand in <c>--mount</c>, whose fields are comma-separated.</summary>
    public static bool IsArgument(string path) => path.AsSpan().IndexOfAny(",\"\r\n") < 0;

    private static bool IsContainerPath(string path) =>
        !string.IsNullOrWhiteSpace(path)
        && !path.StartsWith('/')
        && !path.Contains('\\', StringComparison.Ordinal)
        && !path.Contains(':', StringComparison.Ordinal)
        && IsArgument(path)
        && !path.Split('/').Contains("..", StringComparer.Ordinal);
}

/// <summary>The file's form, as v1 wrote it.</summary>
internal sealed record MountAllowlistFile
{
    public IReadOnlyList<AllowedRoot>? AllowedRoots { get; init; }

    public IReadOnlyList<string>? BlockedPatterns { get; init; }

    public bool NonMainReadOnly { get; init; } = true;
}

internal sealed record AllowedRoot
{
    public required string Path { get; init; }

    public bool AllowReadWrite { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(MountAllowlistFile))]
internal sealed partial class MountAllowlistJson : JsonSerializerContext;
