using System.Formats.Tar;

namespace NanoClaw.Cli.Previewing;

/// <summary>Asks git for revisions. The working copy is only read.</summary>
internal sealed class GitRepository(string folder)
{
    /// <summary>The commit that a revision names; null where git knows none.</summary>
    public async Task<string?> FindCommitAsync(string revision, CancellationToken cancellationToken)
    {
        var tool = new Tool("git", folder);
        var (code, output, _) = await tool.RunAsync(["rev-parse", "--verify", "--quiet", "--end-of-options", $"{revision}^{{commit}}"], cancellationToken)
            .ConfigureAwait(false);
        return code == 0 ? output.Trim() : null;
    }

    /// <summary>Puts a commit's files into a folder.</summary>
    public async Task ExtractAsync(string commit, string into, CancellationToken cancellationToken)
    {
        var archive = Path.Combine(into, "..", $"{Path.GetFileName(into)}.tar");
        try
        {
            var (code, _, error) = await new Tool("git", folder)
                .RunAsync(["archive", "--format=tar", $"--output={archive}", commit], cancellationToken)
                .ConfigureAwait(false);
            if (code != 0)
            {
                throw new CliException($"git could not give the files of {commit}: {error.Trim()}", ExitCode.Failure);
            }

            await TarFile.ExtractToDirectoryAsync(archive, into, overwriteFiles: false, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(archive);
        }
    }
}
