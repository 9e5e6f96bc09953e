using System.Diagnostics;

namespace NanoClaw.Channels.WhatsApp.Sidecar;

/// <summary>Installs what the sidecar's lock file names, and runs no script of any package.</summary>
internal static class SidecarPackages
{
    /// <summary>npm needs what a network of its user's may ask for: a proxy, another registry.</summary>
    private static readonly string[] NetworkVariables =
    [
        "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "npm_config_registry", "NPM_CONFIG_REGISTRY",
        "npm_config_userconfig", "NPM_CONFIG_USERCONFIG", "npm_config_cache", "NPM_CONFIG_CACHE",
    ];

    /// <exception cref="WhatsAppException">npm is missing or failed.</exception>
    public static async Task InstallAsync(SidecarProgram program, CancellationToken cancellationToken)
    {
        string[] arguments = ["ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"];
        var start = OperatingSystem.IsWindows()
            ? SidecarProgram.CreateStart("cmd.exe", ["/c", "npm", .. arguments], program.Folder, NetworkVariables)
            : SidecarProgram.CreateStart("npm", arguments, program.Folder, NetworkVariables);
        Process npm;
        try
        {
            npm = Process.Start(start) ?? throw NotFound(null);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw NotFound(exception);
        }

        using (npm)
        {
            npm.StandardInput.Close();
            var output = npm.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var error = npm.StandardError.ReadToEndAsync(CancellationToken.None);
            try
            {
                await npm.WaitForExitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                npm.Kill(entireProcessTree: true);
                throw;
            }

            await output;
            if (npm.ExitCode != 0)
            {
                throw new WhatsAppException(
                    $"npm could not install the WhatsApp sidecar's packages (exit code {npm.ExitCode}): check the connection to the npm registry and try again. npm said:\n{(await error).Trim()}");
            }
        }
    }

    private static WhatsAppException NotFound(Exception? exception) => new(
        "npm was not found beside Node.js: get Node.js 20 or later with npm from https://nodejs.org/en/download and open a new terminal.", exception);
}
