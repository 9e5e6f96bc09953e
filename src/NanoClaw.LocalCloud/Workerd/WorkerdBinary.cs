using System.Runtime.InteropServices;

namespace NanoClaw.LocalCloud;

/// <summary>Finds workerd: the one beside a published program, or the one that the Worker's own packages brought.</summary>
public static class WorkerdBinary
{
    /// <summary>The environment variable that names another workerd.</summary>
    public const string Override = "NANOCLAW_WORKERD";

    /// <summary>The path of workerd.</summary>
    /// <exception cref="LocalCloudException">There is none for this machine.</exception>
    public static string Find()
    {
        if (Environment.GetEnvironmentVariable(Override) is { Length: > 0 } chosen)
        {
            return File.Exists(chosen) ? chosen : throw new LocalCloudException($"{Override} names '{chosen}', which does not exist.");
        }

        var package = $"workerd-{OperatingSystemName()}-{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "64")}";
        var name = OperatingSystem.IsWindows() ? "workerd.exe" : "workerd";

        // A published program has its own.
        var beside = Path.Combine(AppContext.BaseDirectory, "workerd", name);
        if (File.Exists(beside))
        {
            return beside;
        }

        var binary = Path.Combine("src", "moltworker", "node_modules", "@cloudflare", package, "bin", name);
        return ProjectFolder.FindUpward(binary)
            ?? throw new LocalCloudException(
                $"workerd is missing: in a clone run 'npm ci' in src/moltworker (it brings the package @cloudflare/{package}), or name a workerd in {Override}."
            );
    }

    private static string OperatingSystemName() =>
        OperatingSystem.IsMacOS() ? "darwin"
        : OperatingSystem.IsWindows() ? "windows"
        : "linux";
}
