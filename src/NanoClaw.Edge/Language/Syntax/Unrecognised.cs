namespace NanoClaw.Edge.Language.Syntax;

/// <summary>Says why nothing that stands here could be read, as far as that can be guessed.</summary>
internal static class Unrecognised
{
    /// <summary>The reason for a text in place of an operator or the end.</summary>
    public static string Reason(SourceText source)
    {
        if (source.Current == '\t')
        {
            return "a tab is not whitespace here: use spaces";
        }

        return "unrecognised input"
            + source.Current switch
            {
                '=' => ": equality is == or eq",
                '&' => ": a logical and is && or and",
                '|' => ": a logical or is || or or",
                '\'' => ": strings are quoted by \"",
                '#' or '/' => ": an expression has no comments",
                '[' => ": an index follows without a space",
                _ => Word(source.Rest) switch
                {
                    "starts_with" => ": starts_with is a function, starts_with(field, \"...\")",
                    "ends_with" => ": ends_with is a function, ends_with(field, \"...\")",
                    "AND" or "OR" or "NOT" or "XOR" or "IN" or "EQ" or "NE" or "CONTAINS" => ": operators are written in lower case",
                    "strict" => ": the operator is \"strict wildcard\", with one space",
                    _ => "",
                },
            };
    }

    /// <summary>The letters, digits and underscores at the start.</summary>
    public static ReadOnlySpan<char> Word(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] == '_'))
        {
            length++;
        }

        return text[..length];
    }
}
