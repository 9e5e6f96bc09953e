using NanoClaw.Deployment.Pulumi;

namespace NanoClaw.Cli;

/// <summary>The Pulumi CLI, as a command's surroundings have it.</summary>
internal static class PulumiContext
{
    /// <param name="context">The command's surroundings.</param>
    /// <param name="variables">Variables that it gets beside this process's own.</param>
    public static PulumiCommandLine Pulumi(this CliContext context, IReadOnlyDictionary<string, string>? variables = null) =>
        new(
            new()
            {
                ProjectFolder = context.ProjectFolder,
                IsInteractive = context.InputIsTerminal,
                Executable = PulumiSurroundings.Find(context.Variable("PATH")),
                Environment = variables ?? new Dictionary<string, string>(StringComparer.Ordinal),
                Time = context.Time,
            }
        );
}
