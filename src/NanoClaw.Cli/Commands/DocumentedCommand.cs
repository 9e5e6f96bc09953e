using System.CommandLine;

namespace NanoClaw.Cli.Commands;

/// <summary>A command whose help goes on after the options: examples, exit codes.</summary>
internal sealed class DocumentedCommand(string name, string description, string details) : Command(name, description)
{
    public string Details { get; } = details;

    /// <summary>Whether it ends on Ctrl-C and SIGTERM by itself, in its own time.</summary>
    public bool HandlesSignals { get; set; }
}
