namespace NanoClaw.Host.Text;

/// <summary>The line that opens a block of code in Markdown.</summary>
/// <param name="Opening">The line, with the language's name where it has one.</param>
internal sealed record CodeFence(string Opening)
{
    private const int Shortest = 3;

    /// <summary>The line that closes the block.</summary>
    public string Closing => Opening[..MarkLength(Opening)];

    /// <summary>The block that is open at the end of a text, which begins within the given one or within none.</summary>
    public static CodeFence? OpenAt(ReadOnlySpan<char> text, CodeFence? open)
    {
        foreach (var line in text.EnumerateLines())
        {
            var trimmed = line.Trim();
            var length = MarkLength(trimmed);
            if (length < Shortest)
            {
                continue;
            }

            if (open is null)
            {
                // A line that has its own end, as in ```x```, opens nothing.
                open = trimmed[0] == '`' && trimmed[length..].Contains('`') ? null : new CodeFence(trimmed.ToString());
            }
            else if (trimmed[0] == open.Opening[0] && length >= open.Closing.Length && length == trimmed.Length)
            {
                open = null;
            }
        }

        return open;
    }

    private static int MarkLength(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty || line[0] is not ('`' or '~'))
        {
            return 0;
        }

        var other = line.IndexOfAnyExcept(line[0]);
        return other < 0 ? line.Length : other;
    }
}
