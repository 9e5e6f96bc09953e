using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace NanoClaw.Infra.Worker;

/// <summary>The built Worker: its one module and what its build says about it.</summary>
public sealed record WorkerBundle(string Content, WorkerManifest Manifest)
{
    private const string Rebuild = "Build it with 'dotnet build src/moltworker/Moltworker.csproj', then build infra again";

    /// <summary>The bundle that was copied beside this program.</summary>
    public static WorkerBundle LoadBuilt() => Load(Path.Combine(AppContext.BaseDirectory, "moltworker"));

    /// <summary>Reads <c>worker.js</c> and <c>manifest.json</c> from a folder.</summary>
    /// <exception cref="WorkerBundleException">A file is missing or malformed, or the module is not the one the manifest describes.</exception>
    public static WorkerBundle Load(string folder)
    {
        var manifest = ReadManifest(Path.Combine(folder, "manifest.json"));
        var content = Read(Path.Combine(folder, manifest.MainModule));
        var actual = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        return actual == manifest.Sha256
            ? new(content, manifest)
            : throw new WorkerBundleException($"The Worker's bundle is not the one its manifest describes (SHA-256 {actual}, stated {manifest.Sha256}). {Rebuild}.");
    }

    private static WorkerManifest ReadManifest(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(Read(path), WorkerManifestJson.Default.WorkerManifest)
                ?? throw new WorkerBundleException($"The Worker's manifest is empty. {Rebuild}.");
        }
        catch (JsonException e)
        {
            throw new WorkerBundleException($"The Worker's manifest cannot be read: {e.Message} {Rebuild}.", e);
        }
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WorkerBundleException($"The Worker was not built: {Path.GetFileName(path)} is not there or cannot be read. {Rebuild}.", e);
        }
    }
}
