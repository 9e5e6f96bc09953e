using NanoClaw.LocalCloud.Updates;

namespace NanoClaw.Cli.Previewing;

/// <summary>Finds what an update is compared with: a file that was kept, or a revision of the repository.</summary>
internal sealed class ComparisonSource(CliContext context)
{
    /// <param name="from">A file's path, or a revision as git understands it. A file goes first.</param>
    /// <param name="stack">The stack that is compared.</param>
    /// <param name="cancellationToken">Ends a build.</param>
    /// <returns>What stood, and what to call it.</returns>
    public async Task<(DeployedStack Stack, string Name)> ReadAsync(string from, string stack, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(from, context.ProjectFolder);
        if (File.Exists(path))
        {
            return (DeployedStackFile.Read(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false), from), from);
        }

        var git = new GitRepository(context.ProjectFolder);
        if (await git.FindCommitAsync(from, cancellationToken).ConfigureAwait(false) is not { } commit)
        {
            throw new CliException($"--from {from}: there is no such file, and git knows no such revision in {context.ProjectFolder}.", ExitCode.Usage);
        }

        var abbreviated = commit[..10];
        context.Error.WriteLine($"Building {abbreviated} in a folder of its own: a minute or two.");
        using var build = new RevisionBuild(git, context.Variable);
        return (await build.PlanAsync(commit, stack, cancellationToken).ConfigureAwait(false), from == commit ? abbreviated : $"{from} ({abbreviated})");
    }
}
