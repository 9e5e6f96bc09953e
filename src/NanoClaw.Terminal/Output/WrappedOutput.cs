using System.Text;
using Spectre.Console;

namespace NanoClaw.Terminal.Output;

/// <summary>The same for a console with colours: what it can do is the terminal's, what it writes is broken at words.</summary>
internal sealed class WrappedOutput(TextWriter writer) : IAnsiConsoleOutput
{
    private readonly AnsiConsoleOutput _terminal = new(WrappingWriter.Below(writer));

    public TextWriter Writer => writer;

    public bool IsTerminal => _terminal.IsTerminal;

    public int Width => _terminal.Width;

    public int Height => _terminal.Height;

    public void SetEncoding(Encoding encoding) => _terminal.SetEncoding(encoding);
}
