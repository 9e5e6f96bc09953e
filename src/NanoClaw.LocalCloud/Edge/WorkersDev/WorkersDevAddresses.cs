using NanoClaw.LocalCloud.Edge.Declared;

namespace NanoClaw.LocalCloud.Edge.WorkersDev;

/// <summary>
/// A Worker's addresses under <c>workers.dev</c>: its own, and one for each version (a preview). They are in no zone, so neither
/// rules nor Access stand before them. Source: https://developers.cloudflare.com/workers/configuration/previews/.
/// </summary>
internal sealed record WorkersDevAddresses
{
    private const string Domain = ".workers.dev";
    private const int VersionDigits = 8;

    /// <summary>Scripts that answer at <c>script.subdomain.workers.dev</c>.</summary>
    public IReadOnlySet<string> Open { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Scripts whose versions answer at <c>version-script.subdomain.workers.dev</c>.</summary>
    public IReadOnlySet<string> OpenPreviews { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    public static bool Covers(string host) => host.EndsWith(Domain, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads what the stack declares of them; a Worker of which it says nothing has none here.</summary>
    public static WorkersDevAddresses Read(DeclaredStack stack)
    {
        var declared = stack.OfType(ResourceTypes.ScriptSubdomain).ToArray();
        return new() { Open = Scripts(declared, "enabled"), OpenPreviews = Scripts(declared, "previewsEnabled") };
    }

    /// <summary>The script that answers at a name, or null.</summary>
    public string? ScriptAt(string host)
    {
        if (!host.EndsWith($".{LocalAccount.Subdomain}{Domain}", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var name = host[..host.IndexOf('.')];
        if (Open.Contains(name))
        {
            return name;
        }

        return
            name.Length > VersionDigits
            && name[VersionDigits] == '-'
            && name[..VersionDigits].All(char.IsAsciiHexDigit)
            && OpenPreviews.Contains(name[(VersionDigits + 1)..])
            ? name[(VersionDigits + 1)..]
            : null;
    }

    private static HashSet<string> Scripts(IEnumerable<DeclaredResource> declared, string flag) =>
        declared.Where(r => r.Inputs.Flag(flag) == true).Select(r => r.Inputs.Text("scriptName")).OfType<string>().ToHashSet(StringComparer.Ordinal);
}
