using NanoClaw.LocalCloud.Updates;

namespace NanoClaw.Cli.Previewing;

/// <summary>
/// Builds a revision in a folder of its own, and lets its own <c>nanoclaw preview</c> say what it declares: the program, the
/// Worker's bundle and the stack's settings are that revision's.
/// </summary>
internal sealed class RevisionBuild(GitRepository git, Func<string, string?> variable) : IDisposable
{
    private const string Project = "src/NanoClaw.Cli";
    private const int ErrorLines = 12;

    // A real model's key has no place in a plan, and makes two machines' plans differ.
    private static readonly string[] Models =
    [
        "ANTHROPIC_API_KEY",
        "ANTHROPIC_BASE_URL",
        "ANTHROPIC_MODEL",
        "OPENAI_API_KEY",
        "OPENAI_BASE_URL",
        "OPENAI_MODEL",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("nanoclaw-revision-").FullName;

    /// <summary>What stands once the revision was deployed for a while: after its second update, which sends the migrations no more.</summary>
    public async Task<DeployedStack> PlanAsync(string commit, string stack, CancellationToken cancellationToken)
    {
        await git.ExtractAsync(commit, _folder, cancellationToken).ConfigureAwait(false);
        var (code, output, error) = await Dotnet(
                ["build", Project, "--nologo", "--verbosity", "quiet", "-consoleLoggerParameters:ErrorsOnly"],
                cancellationToken
            )
            .ConfigureAwait(false);
        if (code != 0)
        {
            throw Failed($"{commit} does not build", output + error);
        }

        var (first, second) = (Path.Combine(_folder, "first.plan"), Path.Combine(_folder, "second.plan"));
        var kept = await PreviewAsync(["--stack", stack, "--out", first], cancellationToken).ConfigureAwait(false);
        if (kept.Code == ExitCode.Usage)
        {
            return await PrintedAsync(commit, stack, cancellationToken).ConfigureAwait(false);
        }

        kept = kept.Code == 0 ? await PreviewAsync(["--stack", stack, "--from", first, "--out", second], cancellationToken).ConfigureAwait(false) : kept;
        return kept.Code == 0
            ? DeployedStackFile.Read(await File.ReadAllTextAsync(second, cancellationToken).ConfigureAwait(false), $"the plan of {commit}")
            : throw Failed($"{commit} could not be evaluated for the stack '{stack}'", kept.Error);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // From before --out.
    private async Task<DeployedStack> PrintedAsync(string commit, string stack, CancellationToken cancellationToken)
    {
        var (code, output, error) = await PreviewAsync(["--stack", stack, "--json"], cancellationToken).ConfigureAwait(false);
        return code == 0
            ? DeployedStackFile.Read(output, $"the preview of {commit}")
            : throw Failed($"{commit} could not be evaluated for the stack '{stack}'", error);
    }

    private Task<(int Code, string Output, string Error)> PreviewAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        Dotnet(["run", "--no-build", "--project", Project, "--", "preview", .. arguments], cancellationToken);

    private Task<(int Code, string Output, string Error)> Dotnet(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        new Tool(variable("DOTNET_HOST_PATH") ?? "dotnet", _folder).Without(Models).RunAsync(arguments, cancellationToken);

    private static CliException Failed(string what, string text) =>
        new(
            $"{what}:\n  {string.Join("\n  ", text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(ErrorLines))}",
            ExitCode.Failure
        );
}
