using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using NanoClaw.LocalCloud;

namespace NanoClaw.Cli.Doctor.Checks;

/// <summary>Whether WhatsApp's login is whole, and what its sidecar needs is there.</summary>
/// <param name="node">The program that runs the sidecar.</param>
internal sealed class WhatsAppCheck(string node = "node") : IDoctorCheck
{
    private const int OldestNode = 20;
    private static readonly string Sidecar = Path.Combine("src", "whatsapp-sidecar");

    public string Name => "whatsapp";

    public async IAsyncEnumerable<Finding> RunAsync(DoctorContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var credentials = context.Settings is { StoreFolder: var store } ? Path.Combine(store, "auth", "creds.json") : null;
        if (!File.Exists(credentials))
        {
            yield return Finding.Skipped("Not linked: nanoclaw whatsapp login");
            yield break;
        }

        var found = new[] { LookAtLogin(credentials), await LookAtNodeAsync(cancellationToken), LookAtSidecar() }.OfType<Finding>().ToList();
        foreach (var finding in found.DefaultIfEmpty(Finding.Ok("Linked, and the sidecar is installed.")))
        {
            yield return finding;
        }
    }

    private static Finding? LookAtLogin(string credentials)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(credentials));
            return document.RootElement.ValueKind is JsonValueKind.Object ? null : Broken(credentials);
        }
        catch (JsonException)
        {
            return Broken(credentials);
        }
    }

    private static Finding Broken(string credentials) => Finding.Problem($"{credentials} is not whole.", "Link again: nanoclaw whatsapp login");

    private async Task<Finding?> LookAtNodeAsync(CancellationToken cancellationToken)
    {
        const string Cure = "Get Node.js 20 or later: https://nodejs.org/en/download, or your system's package manager.";
        var version = (await Executable.RunAsync(node, ["--version"], cancellationToken))?.Output;
        return version is null ? Finding.Problem("WhatsApp needs Node.js, which is not found.", Cure)
            : !int.TryParse(version.TrimStart('v').Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) || major < OldestNode
                ? Finding.Problem($"WhatsApp needs a newer Node.js than {version}.", Cure)
                : null;
    }

    private static Finding? LookAtSidecar() =>
        ProjectFolder.FindUpward(Path.Combine(Sidecar, "package.json")) is { } package
        && !File.Exists(Path.Combine(Path.GetDirectoryName(package)!, "node_modules", "@whiskeysockets", "baileys", "package.json"))
            ? Finding.Problem("The WhatsApp sidecar's packages are not installed.", $"npm ci --prefix {Path.GetDirectoryName(package)}")
            : null;
}
