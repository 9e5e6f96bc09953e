using System.Diagnostics;

namespace NanoClaw.Channels.WhatsApp.Sidecar;

/// <summary>Installs what the sidecar's lock file names, and runs no script of any package.</summary>
internal static class SidecarPackages
{
    /// <summary>npm needs what a network of its user's may ask for: a proxy, another registry.</summary>
    private static readonly string[] NetworkVariables =
    [
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "NO_PROXY",
        "http_proxy",
        "https_proxy",
        "no_proxy",
        "npm_config_registry",
        "NPM_CONFIG_REGISTRY",
        "npm_config_userconfig",
        "NPM_CONFIG_USERCONFIG",
        "npm_config_cache",
        "NPM_CONFIG_CACHE",
    ];

    /// <summary>From the sidecar's folder, in a clone and beside a published program alike.</summary>
    private static readonly string Script = Path.Combine("..", "..", "eng", "npm", "install.mjs");

    /// <exception cref="WhatsAppException">npm is missing, failed, or its registry is out of reach.</exception>
    public static async Task InstallAsync(SidecarProgram program, CancellationToken cancellationToken)
    {
        var script = Path.GetFullPath(Path.Combine(program.Folder, Script));
        if (!File.Exists(script))
        {
            throw new WhatsAppException(
                $"The packages of the WhatsApp sidecar in {program.Folder} are not installed: run 'npm ci --ignore-scripts --omit=dev' there."
            );
        }

        using var install =
            Process.Start(SidecarProgram.CreateStart("node", [script, program.Folder, "production", "again"], program.Folder, NetworkVariables))
            ?? throw new WhatsAppException("Node.js could not be started.");
        install.StandardInput.Close();
        var output = install.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = install.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await install.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            install.Kill(entireProcessTree: true);
            throw;
        }

        await output;
        if (install.ExitCode != 0)
        {
            // Its last line says what is wrong and what to do; npm's own words are before it.
            throw new WhatsAppException((await error).Trim().Split('\n')[^1].Trim());
        }
    }
}
