namespace NanoClaw.Terminal;

/// <summary>A command cannot go on. The message is for the person at the terminal and names the next step.</summary>
public sealed class CliException(string message, int exitCode, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;
}
