using System.Text;

namespace NanoClaw.Agents;

/// <summary>
/// Reads <c>.env</c> text: <c>KEY=value</c> a line, <c>export</c> before it allowed, <c>#</c> begins a comment. A value
/// in single quotes is literal; in double quotes <c>\n \r \t \" \\ \$ \`</c> are escapes; without quotes it is trimmed and
/// ends at <c> #</c>. Nothing is expanded. Of several lines with one key the last holds.
/// </summary>
public static class DotEnv
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>The keys and values of a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FormatException">A line is malformed; the message names file and line, never what is in it.</exception>
    /// <exception cref="IOException">The file cannot be read, or is larger than 1 MiB.</exception>
    public static IReadOnlyDictionary<string, string> ReadFile(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (stream.Length > MaxBytes)
        {
            throw new IOException($"{path} is larger than {MaxBytes} bytes, which no .env file is.");
        }

        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Parse(reader.ReadToEnd(), path);
    }

    /// <summary>The keys and values of a text.</summary>
    /// <param name="text">The text; LF or CRLF, a byte order mark allowed.</param>
    /// <param name="name">What the text is called in an error.</param>
    /// <exception cref="FormatException">A line is malformed; the message names the line, never what is in it.</exception>
    public static IReadOnlyDictionary<string, string> Parse(string text, string name = ".env")
    {
        ArgumentNullException.ThrowIfNull(text);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in text.AsSpan().TrimStart('\uFEFF').EnumerateLines())
        {
            number++;
            var rest = line.Trim();
            if (rest.IsEmpty || rest[0] == '#')
            {
                continue;
            }

            if (rest.StartsWith("export", StringComparison.Ordinal) && rest.Length > "export".Length && char.IsWhiteSpace(rest["export".Length]))
            {
                rest = rest["export".Length..].TrimStart();
            }

            var equals = rest.IndexOf('=');
            var key = equals < 0 ? default : rest[..equals].TrimEnd();
            if (!IsKey(key))
            {
                throw new FormatException($"{name}, line {number}: expected KEY=value, the key of letters, digits and underscores.");
            }

            values[key.ToString()] = Value(rest[(equals + 1)..].TrimStart(), name, number);
        }

        return values;
    }

    private static bool IsKey(ReadOnlySpan<char> key)
    {
        foreach (var c in key)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                return false;
            }
        }

        return !key.IsEmpty && !char.IsAsciiDigit(key[0]);
    }

    private static string Value(ReadOnlySpan<char> text, string name, int line)
    {
        if (text.IsEmpty || text[0] is not ('"' or '\''))
        {
            return Unquoted(text).ToString();
        }

        var value = new StringBuilder();
        var quote = text[0];
        var at = 1;
        for (; at < text.Length && text[at] != quote; at++)
        {
            if (quote == '"' && text[at] == '\\' && at + 1 < text.Length)
            {
                value.Append(Escape(text[++at]));
            }
            else
            {
                value.Append(text[at]);
            }
        }

        if (at == text.Length)
        {
            throw new FormatException($"{name}, line {line}: the value's quote is not closed on its line.");
        }

        var after = text[(at + 1)..].TrimStart();
        return after.IsEmpty || after[0] == '#'
            ? value.ToString()
            : throw new FormatException($"{name}, line {line}: something follows the value's closing quote.");
    }

    private static ReadOnlySpan<char> Unquoted(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '#' && (at == 0 || char.IsWhiteSpace(text[at - 1])))
            {
                return text[..at].TrimEnd();
            }
        }

        return text.TrimEnd();
    }

    /// <summary>An escape that is not known stands for itself, backslash included, so that a Windows path survives.</summary>
    private static string Escape(char c) =>
        c switch
        {
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            '"' or '\\' or '$' or '`' => c.ToString(),
            _ => "\\" + c,
        };
}
