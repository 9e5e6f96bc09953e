using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace NanoClaw.Infra.Worker;

/// <summary>The built Worker as a stack deploys it: its one module and what its build says about it.</summary>
/// <param name="Content">The module.</param>
/// <param name="Sha256">Of the module, in lower-case hexadecimal.</param>
/// <param name="FrontContent">The module of the Worker before it; the manifest has its hash.</param>
/// <param name="AdminContent">The module of the admin page's Worker; the manifest has its hash.</param>
/// <param name="Manifest">What the build says.</param>
public sealed record WorkerBundle(string Content, string Sha256, string FrontContent, string AdminContent, WorkerManifest Manifest)
{
    private const string Rebuild = "Build it with 'dotnet build src/moltworker/Moltworker.csproj', then build infra again";

    /// <summary>The smallest bundle for these models, each told by its provider, of those that were copied beside this program.</summary>
    public static WorkerBundle LoadBuilt(params IReadOnlyCollection<string> providers) => Load(Path.Combine(AppContext.BaseDirectory, "moltworker"), providers);

    /// <summary>Reads <c>manifest.json</c> from a folder, and the first module for these models.</summary>
    /// <exception cref="WorkerBundleException">A file is missing or malformed, the module is not the one the manifest
    /// describes, or none can ask all of the models.</exception>
    public static WorkerBundle Load(string folder, params IReadOnlyCollection<string> providers)
    {
        var manifest = ReadManifest(Path.Combine(folder, "manifest.json"));
        var module =
            manifest.Modules.FirstOrDefault(m => m.CanAsk(providers))
            ?? throw new WorkerBundleException($"No bundle of the Worker can ask models of {string.Join(" and ", providers)}.");
        return new(
            ReadModule(folder, module.File, module.Sha256),
            module.Sha256,
            ReadModule(folder, manifest.Front.File, manifest.Front.Sha256),
            ReadModule(folder, manifest.Admin.File, manifest.Admin.Sha256),
            manifest
        );
    }

    private static string ReadModule(string folder, string file, string stated)
    {
        var content = Read(Path.Combine(folder, file));
        var actual = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        return actual == stated
            ? content
            : throw new WorkerBundleException(
                $"The Worker's bundle {file} is not the one its manifest describes (SHA-256 {actual}, stated {stated}). {Rebuild}."
            );
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
