using NanoClaw.Home.Settings;
using NanoClaw.Installation.Services;

namespace NanoClaw.Cli.Installing;

/// <summary>What a service of this installation is to run, by its settings and by where things are on this machine.</summary>
internal static class ServicePlanReader
{
    /// <summary>How much longer systemd waits than the process gives what runs.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(35);

    /// <summary>What the process starts by name.</summary>
    private static readonly string[] Tools = ["dotnet", "node", "pulumi", "docker", "podman"];

    /// <summary>What every service finds.</summary>
    private static readonly string[] UsualFolders = ["/usr/local/bin", "/usr/bin", "/bin"];

    public static ServicePlan Read(CliContext context, bool isSystem, string? user, string? stack)
    {
        // Wrong settings end a service at its start: they are told now.
        var settings = AssistantSettings.Read(context, envFile: null);
        var project = Path.GetFullPath(context.ProjectFolder);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        if (ThisProgram.IsInClone(context))
        {
            // A service builds nothing: its folders are closed, and it is to start at once.
            environment[ThisProgram.BuildVariable] = "never";
        }

        if (context.Variable("DOTNET_ROOT") is { } root)
        {
            environment["DOTNET_ROOT"] = root;
        }

        return new ServicePlan
        {
            IsSystem = isSystem,
            Program = ThisProgram.CommandLine(context),
            ProjectFolder = project,
            OtherWritableFolders = [.. new[] { settings.StoreFolder, settings.Host.GroupsFolder }.Where(folder => !IsIn(folder, project)).Select(Existing)],
            SearchPath = string.Join(':', SearchFolders(context.Variable("PATH") ?? "")),
            Environment = environment,
            User = isSystem
                ? user
                    ?? context.Variable("SUDO_USER")
                    ?? throw new CliException("Whose service is it? Name the account that runs it: --user NAME.", ExitCode.Usage)
                : null,
            PullStack = stack,
            StopPatience = settings.Host.ShutdownTimeout + Grace,
        };
    }

    private static IEnumerable<string> SearchFolders(string path)
    {
        var folders = path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Tools
            .Select(tool => folders.FirstOrDefault(folder => Path.IsPathRooted(folder) && File.Exists(Path.Combine(folder, tool))))
            .OfType<string>()
            .Concat(UsualFolders)
            .Distinct(StringComparer.Ordinal);
    }

    private static bool IsIn(string folder, string project) => $"{Path.GetFullPath(folder)}/".StartsWith($"{project}/", StringComparison.Ordinal);

    // A folder that is not there yet cannot be opened to the service; the one it will be made in can.
    private static string Existing(string folder)
    {
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        return folder;
    }
}
