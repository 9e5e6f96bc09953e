using System.Text;

namespace NanoClaw.Terminal.Output;

/// <summary>A terminal whose lines are broken at words: everything that commands write to a person goes through one.</summary>
public sealed class WrappingWriter : TextWriter
{
    private readonly Lock _gate = new();
    private readonly WordFlow _flow;

    private WrappingWriter(TextWriter inner, Func<int> width)
    {
        Inner = inner;
        _flow = new WordFlow(width);
    }

    /// <summary>The terminal itself, for what must not be broken: JSON, keys, and what moves the cursor.</summary>
    public TextWriter Inner { get; }

    public override Encoding Encoding => Inner.Encoding;

    /// <summary>A writer that breaks lines at words; the same one if it is that already.</summary>
    public static TextWriter Over(TextWriter writer, Func<int> width) => writer is WrappingWriter ? writer : new WrappingWriter(writer, width);

    /// <summary>The writer below, or the writer itself.</summary>
    public static TextWriter Below(TextWriter writer) => writer is WrappingWriter wrapping ? wrapping.Inner : writer;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value)
    {
        lock (_gate)
        {
            Inner.Write(_flow.Append(value ?? ""));
        }
    }

    // At once: a line of one thread never ends up in the midst of another's.
    public override void WriteLine(string? value) => Write(value + CoreNewLine.AsSpan().ToString());

    public override Task WriteAsync(char value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(string? value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.ToString());
        return Task.CompletedTask;
    }

    public override Task WriteLineAsync(string? value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }

    public override Task WriteLineAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
    {
        WriteLine(buffer.ToString());
        return Task.CompletedTask;
    }

    public override void Flush() => Inner.Flush();

    public override Task FlushAsync() => Inner.FlushAsync();

    public override Task FlushAsync(CancellationToken cancellationToken) => Inner.FlushAsync(cancellationToken);
}
