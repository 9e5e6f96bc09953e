using System.Globalization;
using System.Runtime.CompilerServices;
using NanoClaw.Channels.WhatsApp;
using NanoClaw.Channels.WhatsApp.Login;
using NanoClaw.Channels.WhatsApp.Sidecar;
using NanoClaw.LocalCloud;

namespace NanoClaw.Doctor.Checks;

/// <summary>Whether WhatsApp's login is whole, and what its sidecar needs is there.</summary>
/// <param name="node">The program that runs the sidecar.</param>
public sealed class WhatsAppCheck(string node = "node") : IDoctorCheck
{
    private const int OldestNode = 20;
    private static readonly string Sidecar = Path.Combine("src", "whatsapp-sidecar");

    public string Name => "whatsapp";

    public async IAsyncEnumerable<Finding> RunAsync(DoctorContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (context.Settings is not { StoreFolder: var store } || !WhatsAppOptions.HasLogin(store))
        {
            yield return Finding.Skipped("Not linked: nanoclaw whatsapp login");
            yield break;
        }

        var chosen = context.Configuration?[WhatsAppOptions.SidecarKey]?.Trim() is { Length: > 0 } script ? script : null;
        var found = new[] { LookAtLogin(store), await LookAtNodeAsync(cancellationToken), LookAtSidecar(chosen) }.OfType<Finding>().ToList();
        foreach (var finding in found.DefaultIfEmpty(Finding.Ok("Linked, and the sidecar is installed.")))
        {
            yield return finding;
        }
    }

    private static Finding? LookAtLogin(string store)
    {
        try
        {
            return StoredLogin.Read(store).Account is null ? Finding.Problem("The login with WhatsApp was not finished.", "nanoclaw whatsapp login") : null;
        }
        catch (WhatsAppException exception)
        {
            return Finding.Problem(exception.Message);
        }
    }

    private async Task<Finding?> LookAtNodeAsync(CancellationToken cancellationToken)
    {
        const string Cure = "Get Node.js 20 or later: https://nodejs.org/en/download, or your system's package manager.";
        var version = (await Executable.RunAsync(node, ["--version"], cancellationToken))?.Output;
        return version is null ? Finding.Problem("WhatsApp needs Node.js, which is not found.", Cure)
            : !int.TryParse(version.TrimStart('v').Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) || major < OldestNode
                ? Finding.Problem($"WhatsApp needs a newer Node.js than {version}.", Cure)
            : null;
    }

    private static Finding? LookAtSidecar(string? chosen) =>
        chosen is not null
            ? File.Exists(chosen)
                ? null
                : Finding.Problem($"{WhatsAppOptions.SidecarKey} names {chosen}, which does not exist.", "Correct it, or remove it to use the project's own.")
            : ProjectFolder.FindUpward(Path.Combine(Sidecar, "package.json")) is { } package && !InstalledPackages.AreCurrent(Path.GetDirectoryName(package)!)
                ? Finding.Problem(
                    "The WhatsApp sidecar's packages are not installed, or are those of another NanoClaw.",
                    "nanoclaw whatsapp login: it installs them, and keeps a login that is there."
                )
                : null;
}
