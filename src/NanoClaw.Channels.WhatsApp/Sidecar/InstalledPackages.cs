using System.Text.Json;

namespace NanoClaw.Channels.WhatsApp.Sidecar;

/// <summary>The packages of a sidecar as npm left them.</summary>
public static class InstalledPackages
{
    /// <summary>
    /// Whether the folder has what its lock file names. npm notes what it installed at its end, in
    /// <c>node_modules/.package-lock.json</c>: an install that was cut off, or one for an earlier NanoClaw, is none.
    /// </summary>
    /// <param name="folder">The folder of the sidecar's <c>package.json</c>; without a lock file, it cares for itself.</param>
    public static bool AreCurrent(string folder)
    {
        var wanted = Path.Combine(folder, "package-lock.json");
        var installed = Path.Combine(folder, "node_modules", ".package-lock.json");
        return !File.Exists(wanted) || (File.Exists(installed) && Versions(wanted).All(Versions(installed).Contains));
    }

    private static HashSet<(string Package, string? Version)> Versions(string lockFile)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(lockFile));
            return json
                .RootElement.GetProperty("packages")
                .EnumerateObject()
                .Where(package => package.Name.Length > 0 && !Is(package.Value, "dev") && !Is(package.Value, "optional"))
                .Select(package => (package.Name, package.Value.TryGetProperty("version", out var version) ? version.GetString() : null))
                .ToHashSet();
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }
    }

    private static bool Is(JsonElement package, string flag) => package.TryGetProperty(flag, out var value) && value.ValueKind is JsonValueKind.True;
}
