namespace NanoClaw.Cli.Tests;

/// <summary>The command line in this process: its streams are strings, its folder is its own.</summary>
internal sealed class CommandLine : IDisposable
{
    public CommandLine() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"nanoclaw-cli-{Guid.NewGuid():N}");

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    /// <summary>Whether a person is taken to read the output.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>Whether a person is taken to read the error.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Whether a person is taken to type the input.</summary>
    public bool InputIsTerminal { get; init; }

    /// <summary>What is typed where nothing is shown.</summary>
    public Queue<string> Hidden { get; } = new();

    /// <summary>The width of the person's terminal.</summary>
    public int Columns { get; init; } = 80;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Told what is written to the standard error, as it is.</summary>
    public Action<string>? OnError { get; set; }

    public string EnvFile => Path.Combine(Folder, ".env");

    public string Env
    {
        get => File.ReadAllText(EnvFile);
        set => File.WriteAllText(EnvFile, value);
    }

    public async Task<int> RunAsync(string[] args, string input = "", CancellationToken? cancellationToken = null)
    {
        using var output = new StringWriter();
        using var error = new HeardWriter(text => OnError?.Invoke(text));
        var code = await NanoClawCommandLine.RunAsync(
            args,
            Context() with
            {
                In = new StringReader(input),
                Out = output,
                Error = error,
            },
            cancellationToken ?? TestContext.Current.CancellationToken
        );
        Output = output.ToString();
        Error = error.ToString();
        return code;
    }

    /// <summary>Its surroundings, with nothing to read and nobody who reads.</summary>
    public CliContext Context() =>
        new()
        {
            In = TextReader.Null,
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            ProjectFolder = Folder,
            InputIsTerminal = InputIsTerminal,
            OutputIsTerminal = OutputIsTerminal,
            ErrorIsTerminal = ErrorIsTerminal,
            ReadKey = NextKey,
            TerminalSize = () => (Columns, 24),
            Time = Time,
            Variable = name => Environment.GetValueOrDefault(name),
        };

    public void Dispose()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private ConsoleKeyInfo NextKey()
    {
        var text = Hidden.Peek();
        if (text.Length == 0)
        {
            Hidden.Dequeue();
            return new ConsoleKeyInfo('\r', ConsoleKey.Enter, shift: false, alt: false, control: false);
        }

        var rest = new Queue<string>(Hidden.Skip(1).Prepend(text[1..]));
        Hidden.Clear();
        while (rest.TryDequeue(out var next))
        {
            Hidden.Enqueue(next);
        }

        return new ConsoleKeyInfo(text[0], text[0] == '\b' ? ConsoleKey.Backspace : ConsoleKey.None, shift: false, alt: false, control: false);
    }

    private sealed class HeardWriter(Action<string> hear) : StringWriter
    {
        public override void Write(string? value)
        {
            base.Write(value);
            hear(value ?? "");
        }
    }
}
