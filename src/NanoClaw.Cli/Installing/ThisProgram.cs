using System.Reflection;
using NanoClaw.Host.Health;
using NanoClaw.Installation.Releases;

namespace NanoClaw.Cli.Installing;

/// <summary>How this program was started, and what it is.</summary>
internal static class ThisProgram
{
    /// <summary>The variable in which <c>./nanoclaw</c> names itself.</summary>
    public const string LauncherVariable = "NANOCLAW_LAUNCHER";

    /// <summary>The variable by which <c>./nanoclaw</c> is told whether to build.</summary>
    public const string BuildVariable = "NANOCLAW_BUILD";

    /// <summary>Its version, with the commit behind the plus where the build knew it.</summary>
    public static SemanticVersion Version { get; } =
        SemanticVersion.Parse(typeof(ThisProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion)
        ?? throw new InvalidOperationException("The build gave this program no version.");

    /// <summary>The same, for whoever looks at the running process.</summary>
    public static ProgramBuild Build { get; } = new(Version.Text, Version.Build);

    /// <summary>The address of the latest release that the build was told of; null where it was not.</summary>
    public static string? Releases =>
        typeof(ThisProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(it => it.Key == "NanoClawReleases")?.Value;

    /// <summary>Whether it is started from a clone.</summary>
    public static bool IsInClone(CliContext context) => context.Variable(LauncherVariable) is not null;

    /// <summary>What starts it again: the launcher of a clone, the program itself, or the program with its host.</summary>
    public static IReadOnlyList<string> CommandLine(CliContext context)
    {
        if (context.Variable(LauncherVariable) is { } launcher)
        {
            return [launcher];
        }

        var process = Environment.ProcessPath ?? throw new CliException("This machine does not tell where the running program is.", ExitCode.Failure);
        return Path.GetFileNameWithoutExtension(process) == "dotnet" ? [process, Path.Combine(AppContext.BaseDirectory, "nanoclaw.dll")] : [process];
    }
}
