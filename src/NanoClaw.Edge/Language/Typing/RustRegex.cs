using System.Text;
using System.Text.RegularExpressions;

namespace NanoClaw.Edge.Language.Typing;

/// <summary>
/// A regular expression in the syntax of Cloudflare's engine (Rust's regex-automata on bytes), translated to .NET's engine that does not
/// backtrack. What the two read differently is translated; what has no equal is refused rather than read otherwise.
/// </summary>
internal static class RustRegex
{
    private const string Word = "a-zA-Z0-9_";
    private const string Space = @"\t\n\v\f\r ";

    private static readonly Dictionary<string, string> _posixClasses = new()
    {
        ["alnum"] = "a-zA-Z0-9", ["alpha"] = "a-zA-Z", ["ascii"] = @"\x00-\x7F", ["blank"] = @"\t ", ["cntrl"] = @"\x00-\x1F\x7F",
        ["digit"] = "0-9", ["graph"] = "!-~", ["lower"] = "a-z", ["print"] = " -~", ["punct"] = @"!-/:-@\[-`{-~", ["space"] = Space,
        ["upper"] = "A-Z", ["word"] = Word, ["xdigit"] = "0-9A-Fa-f",
    };

    /// <summary>Compiles; <paramref name="error"/> says why it cannot.</summary>
    public static Regex? Compile(string pattern, out string? error)
    {
        try
        {
            error = null;
            return new Regex(Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            error = "regex parse error: " + e.Message;
            return null;
        }
    }

    private static string Translate(string pattern)
    {
        var result = new StringBuilder(pattern.Length + 8);
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i = Escape(pattern, i, result, inClass: false);
                    break;
                case '[':
                    i = CharacterClass(pattern, i, result);
                    break;
                case '(' when i + 1 < pattern.Length && pattern[i + 1] == '?':
                    i = Group(pattern, i, result);
                    break;
                // .NET's $ also matches before a final line feed.
                case '$':
                    result.Append(@"\z");
                    break;
                case '*' or '+' or '?' or '}' when i + 1 < pattern.Length && pattern[i + 1] == '+':
                    throw new NotSupportedException("possessive quantifiers do not exist in Rust's engine");
                case var c when char.IsAscii(c):
                    result.Append(c);
                    break;
                default:
                    var rune = Rune.TryGetRuneAt(pattern, i, out var scalar) ? scalar : Rune.ReplacementChar;
                    result.Append("(?:").Append(ByteText.FromText(rune.ToString())).Append(')');
                    i += rune.Utf16SequenceLength - 1;
                    break;
            }
        }

        return result.ToString();
    }

    private static int Escape(string pattern, int i, StringBuilder result, bool inClass)
    {
        if (++i >= pattern.Length)
        {
            throw new NotSupportedException("incomplete escape sequence");
        }

        var c = pattern[i];
        switch (c)
        {
            case 'd' or 'w' or 's':
                var set = c switch { 'd' => "0-9", 'w' => Word, _ => Space };
                result.Append(inClass ? set : $"[{set}]");
                return i;
            case 'D' or 'W' or 'S' when !inClass:
                result.Append("[^").Append(c switch { 'D' => "0-9", 'W' => Word, _ => Space }).Append(']');
                return i;
            case 'a' or 'f' or 't' or 'n' or 'r' or 'v':
                result.Append('\\').Append(c);
                return i;
            case 'A' or 'z' when !inClass:
                result.Append('\\').Append(c);
                return i;
            case 'x' or 'u' or 'U':
                return HexEscape(pattern, i, result);
            case 'b' or 'B' when !inClass:
                throw new NotSupportedException($@"\{c} is not reproduced on this machine");
            case 'p' or 'P':
                throw new NotSupportedException("Unicode classes are not reproduced on this machine");
            default:
                if (char.IsAsciiLetterOrDigit(c))
                {
                    throw new NotSupportedException(char.IsAsciiDigit(c) ? "backreferences are not supported" : $@"unrecognized escape sequence \{c}");
                }

                result.Append('\\').Append(c);
                return i;
        }
    }

    private static int HexEscape(string pattern, int i, StringBuilder result)
    {
        var kind = pattern[i];
        var braced = i + 1 < pattern.Length && pattern[i + 1] == '{';
        var start = i + (braced ? 2 : 1);
        var end = braced ? pattern.IndexOf('}', start) : start + kind switch { 'x' => 2, 'u' => 4, _ => 8 };
        if (end < 0 || end > pattern.Length || !int.TryParse(pattern.AsSpan(start, end - start), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var value))
        {
            throw new NotSupportedException("invalid hexadecimal escape");
        }

        if (value > byte.MaxValue)
        {
            throw new NotSupportedException("a code point above FF needs (?u), which is not reproduced on this machine");
        }

        result.Append(@"\x").Append(value.ToString("X2"));
        return braced ? end : end - 1;
    }

    private static int Group(string pattern, int i, StringBuilder result)
    {
        var close = pattern.IndexOfAny([':', ')', '>', '=', '!'], i + 2);
        var head = close < 0 ? pattern[i..] : pattern[i..(close + 1)];
        if (head.StartsWith("(?P<", StringComparison.Ordinal) || (head.StartsWith("(?<", StringComparison.Ordinal) && head[^1] == '>'))
        {
            result.Append("(?<").Append(head.AsSpan(head.IndexOf('<') + 1));
            return close;
        }

        if (close < 0 || head[^1] is not (':' or ')') || head.AsSpan(2, head.Length - 3).IndexOfAnyExcept("imsx-") >= 0)
        {
            throw new NotSupportedException(head is ['(', '?', '=' or '!', ..] or ['(', '?', '<', '=' or '!', ..]
                ? "look-around, including look-ahead and look-behind, is not supported"
                : $"the group {head} is not reproduced on this machine");
        }

        // With (?m) the end of a line is meant after all, and $ is translated to the end of the text.
        if (head.AsSpan(2).IndexOf('m') is >= 0 and var m && head.AsSpan(2).IndexOf('-') is var minus && (minus < 0 || m < minus))
        {
            throw new NotSupportedException("the flag (?m) is not reproduced on this machine");
        }

        result.Append(head);
        return close;
    }

    private static int CharacterClass(string pattern, int i, StringBuilder result)
    {
        result.Append('[');
        i++;
        if (i < pattern.Length && pattern[i] == '^')
        {
            result.Append('^');
            i++;
        }

        for (var first = true; i < pattern.Length; i++, first = false)
        {
            var c = pattern[i];
            if (c == ']' && !first)
            {
                result.Append(']');
                return i;
            }

            if (c == '\\')
            {
                i = Escape(pattern, i, result, inClass: true);
            }
            else if (c == '[')
            {
                i = PosixClass(pattern, i, result);
            }
            else if (c is '&' or '-' or '~' && i + 1 < pattern.Length && pattern[i + 1] == c)
            {
                throw new NotSupportedException($"the class operation {c}{c} is not reproduced on this machine");
            }
            else if (!char.IsAscii(c))
            {
                throw new NotSupportedException("a character class holds bytes: a character outside ASCII needs (?u)");
            }
            else
            {
                result.Append(c == ']' ? @"\]" : c.ToString());
            }
        }

        throw new NotSupportedException("unclosed character class");
    }

    private static int PosixClass(string pattern, int i, StringBuilder result)
    {
        var end = pattern.IndexOf(":]", i, StringComparison.Ordinal);
        if (i + 1 >= pattern.Length || pattern[i + 1] != ':' || end < 0 || !_posixClasses.TryGetValue(pattern[(i + 2)..end], out var set))
        {
            throw new NotSupportedException("nested character classes are not reproduced on this machine");
        }

        result.Append(set);
        return end + 1;
    }
}
