using NanoClaw.Home.Configuration;
using NanoClaw.LocalCloud;

namespace NanoClaw.Cli.Configuration;

/// <summary>Where a pull takes the outputs from: the Pulumi CLI, a file or standard input, or the local cloud.</summary>
internal sealed record OutputSource(string? Stack, string? File, bool Local)
{
    public async Task<StackOutputs> ReadAsync(CliContext context, CancellationToken cancellationToken)
    {
        if (File is "-")
        {
            return StackOutputs.Parse(await context.In.ReadToEndAsync(cancellationToken).ConfigureAwait(false), "Standard input");
        }

        if (File is not null)
        {
            return StackOutputs.Parse(await ReadFileAsync(File, cancellationToken).ConfigureAwait(false), File);
        }

        if (Local)
        {
            var state = StateFolder.Of(context.ProjectFolder, Stack ?? StackName.Local);
            return System.IO.File.Exists(state.OutputsFile)
                ? StackOutputs.Parse(await ReadFileAsync(state.OutputsFile, cancellationToken).ConfigureAwait(false), state.OutputsFile)
                : throw new CliException($"The local cloud '{state.Stack}' has no outputs yet. Start it first: nanoclaw dev.", ExitCode.Usage);
        }

        var pulumi = context.Pulumi();
        return StackOutputs.Parse(await pulumi.StackOutputsAsync(Stack!, cancellationToken).ConfigureAwait(false), $"The stack '{Stack}'");
    }

    private static async Task<string> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await System.IO.File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{path} cannot be read: {exception.Message}", ExitCode.Usage, exception);
        }
    }
}
