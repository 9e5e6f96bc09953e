namespace NanoClaw.Cli;

/// <summary>A command cannot go on. The message is for the person at the terminal and names the next step.</summary>
internal sealed class CliException(string message, int exitCode, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;
}
