using NanoClaw.Terminal.Output;
using NanoClaw.Terminal.Streams;
using Spectre.Console;

namespace NanoClaw.Terminal;

/// <summary>What a command has around it: its streams, the folder, the environment, the clock.</summary>
public sealed record CliContext
{
    private const int Unbroken = 10_000;

    public required TextReader In { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>The folder of <c>.env</c>, <c>.nanoclaw</c> and the stacks' settings.</summary>
    public required string ProjectFolder { get; init; }

    /// <summary>Reads an environment variable; null and empty mean the same.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Whether a person types at the standard input.</summary>
    public bool InputIsTerminal { get; init; }

    /// <summary>Whether a person reads the standard output.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>Whether a person reads the standard error.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>The size of the terminal that the output goes to.</summary>
    public Func<(int Columns, int Rows)> TerminalSize { get; init; } = static () => (80, 24);

    /// <summary>Waits for a key of the terminal, and shows nothing of it.</summary>
    public Func<ConsoleKeyInfo> ReadKey { get; init; } = static () => Console.ReadKey(intercept: true);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>This process's own.</summary>
    public static CliContext OfProcess(string projectFolder) =>
        new()
        {
            In = Console.In,
            Out = Console.IsOutputRedirected ? Writer(new PipedOutput(Console.OpenStandardOutput()), Console.Out) : Console.Out,
            Error = Console.IsErrorRedirected ? Writer(new LenientError(Console.OpenStandardError()), Console.Error) : Console.Error,
            ProjectFolder = projectFolder,
            Variable = static name => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null,
            InputIsTerminal = !Console.IsInputRedirected,
            OutputIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            TerminalSize = SizeOfConsole,
        };

    /// <summary>The colours of text on the standard output.</summary>
    public Colours OutputColours => new(HasColours(OutputIsTerminal));

    /// <summary>The colours of text on the standard error.</summary>
    public Colours ErrorColours => new(HasColours(ErrorIsTerminal));

    /// <summary>Whether a terminal understands more than lines.</summary>
    public bool TerminalIsDumb => Variable("TERM") is null or "dumb";

    /// <summary>The standard output as it is, for what must not be broken at words: JSON, keys, and what moves the cursor.</summary>
    public TextWriter Verbatim => WrappingWriter.Below(Out);

    /// <summary>The same surroundings, in which whatever a person reads is broken at words.</summary>
    public CliContext Wrapped() =>
        this with
        {
            Out = OutputIsTerminal ? WrappingWriter.Over(Out, () => TerminalSize().Columns) : Out,
            Error = ErrorIsTerminal ? WrappingWriter.Over(Error, () => TerminalSize().Columns) : Error,
        };

    /// <summary>The standard output with colours, where a person reads it and does not refuse them (no-color.org).</summary>
    public IAnsiConsole Terminal()
    {
        var console = CreateConsole(Out, OutputIsTerminal);

        // Lines, not tables: what writes them breaks them at words.
        console.Profile.Width = Unbroken;
        return console;
    }

    /// <summary>The standard output as wide as the terminal is, for tables.</summary>
    public IAnsiConsole Screen()
    {
        var console = CreateConsole(Out, OutputIsTerminal);
        console.Profile.Width = TerminalSize().Columns;
        return console;
    }

    /// <summary>The same for the standard error, where progress goes so that output stays clean.</summary>
    public IAnsiConsole Progress() => CreateConsole(Error, ErrorIsTerminal);

    private bool HasColours(bool isTerminal) => isTerminal && Variable("NO_COLOR") is null && Variable("TERM") != "dumb";

    private IAnsiConsole CreateConsole(TextWriter writer, bool isTerminal)
    {
        var colours = HasColours(isTerminal);
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = colours ? AnsiSupport.Detect : AnsiSupport.No,
                ColorSystem = colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
                Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
                Out = new WrappedOutput(writer),
            }
        );
        if (!isTerminal)
        {
            // What is piped is not broken into lines for a screen that is not there.
            console.Profile.Width = Unbroken;
        }

        return console;
    }

    private static TextWriter Writer(Stream stream, TextWriter like) => TextWriter.Synchronized(new StreamWriter(stream, like.Encoding) { AutoFlush = true });

    private static (int Columns, int Rows) SizeOfConsole()
    {
        try
        {
            // Some terminals say 0.
            return (Console.WindowWidth is > 0 and var columns ? columns : 80, Console.WindowHeight is > 1 and var rows ? rows : 24);
        }
        catch (Exception exception) when (exception is IOException or PlatformNotSupportedException)
        {
            return (80, 24);
        }
    }
}
