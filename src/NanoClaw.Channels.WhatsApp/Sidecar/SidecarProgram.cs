using System.Diagnostics;
using System.Globalization;

namespace NanoClaw.Channels.WhatsApp.Sidecar;

/// <summary>Where the sidecar and its Node.js are, and whether they can be used.</summary>
internal sealed class SidecarProgram(string script)
{
    private const int OldestNode = 20;
    private static readonly TimeSpan NodeAnswer = TimeSpan.FromSeconds(20);
    private static readonly string RelativeScript = Path.Combine("src", "whatsapp-sidecar", "src", "main.js");

    /// <summary>The variables that Node.js and a network need; the agent's tokens are not among them.</summary>
    private static readonly string[] KnownVariables =
    [
        "PATH",
        "HOME",
        "USERPROFILE",
        "SystemRoot",
        "SystemDrive",
        "ComSpec",
        "PATHEXT",
        "APPDATA",
        "LOCALAPPDATA",
        "TEMP",
        "TMP",
        "TMPDIR",
        "LANG",
        "LC_ALL",
        "TZ",
        "NODE_EXTRA_CA_CERTS",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
    ];

    public string Script { get; } = script;

    /// <summary>The folder of the sidecar's <c>package.json</c>.</summary>
    public string Folder => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(Script))!, ".."));

    /// <exception cref="WhatsAppException">There is none.</exception>
    public static SidecarProgram Find(string? chosen)
    {
        if (chosen is not null)
        {
            return File.Exists(chosen)
                ? new SidecarProgram(Path.GetFullPath(chosen))
                : throw new WhatsAppException($"{WhatsAppOptions.SidecarKey} names '{chosen}', which does not exist.");
        }

        return FindUpward(Directory.GetCurrentDirectory()) is { } here ? new SidecarProgram(here)
            : FindUpward(AppContext.BaseDirectory) is { } built ? new SidecarProgram(built)
            : throw new WhatsAppException(
                $"The WhatsApp sidecar is missing: start NanoClaw in its project folder, which has {RelativeScript}, or name the script in {WhatsAppOptions.SidecarKey}."
            );
    }

    /// <summary>How to start Node.js: with nothing secret among its arguments or variables.</summary>
    public static ProcessStartInfo CreateStart(string file, IEnumerable<string> arguments, string folder, params string[] moreVariables)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var name in KnownVariables.Concat(moreVariables))
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                start.Environment[name] = value;
            }
        }

        return start;
    }

    /// <exception cref="WhatsAppException">Node.js is missing or too old.</exception>
    public static async Task CheckNodeAsync(CancellationToken cancellationToken)
    {
        const string Cure = "Get Node.js 20 or later from https://nodejs.org/en/download (or your system's package manager) and open a new terminal.";
        string version;
        try
        {
            using var node =
                Process.Start(CreateStart("node", ["--version"], Directory.GetCurrentDirectory()))
                ?? throw new WhatsAppException($"WhatsApp needs Node.js, which was not found. {Cure}");
            node.StandardInput.Close();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(NodeAnswer);
            version = (await node.StandardOutput.ReadToEndAsync(limit.Token).ConfigureAwait(false)).Trim();
        }
        catch (Exception exception)
            when (exception is System.ComponentModel.Win32Exception || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new WhatsAppException($"WhatsApp needs Node.js, which was not found. {Cure}", exception);
        }

        var major = version.TrimStart('v').Split('.')[0];
        if (!int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < OldestNode)
        {
            throw new WhatsAppException($"WhatsApp needs a newer Node.js: this is {version}. {Cure}");
        }
    }

    /// <summary>Whether the packages that the lock file names are there; another sidecar than the project's cares for itself.</summary>
    public bool IsInstalled() => InstalledPackages.AreCurrent(Folder);

    private static string? FindUpward(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            var script = Path.Combine(current.FullName, RelativeScript);
            if (File.Exists(script))
            {
                return script;
            }
        }

        return null;
    }
}
