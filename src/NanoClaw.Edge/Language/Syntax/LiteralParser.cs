using NanoClaw.Edge.Language.Typing;
using NanoClaw.Edge.Values;

namespace NanoClaw.Edge.Language.Syntax;

/// <summary>Reads literals, each by the type that is asked for. Each gives null where it refuses.</summary>
internal sealed class LiteralParser(SourceText source)
{
    public LiteralSyntax? OfType(RuleType type) =>
        type == RuleType.Text ? Bytes()
        : type == RuleType.Ip ? Address()
        : Number();

    /// <summary>An argument, of which the literal itself tells the type: an address, a number or hexadecimal bytes, in this order.</summary>
    public LiteralSyntax? Any()
    {
        var mark = source.Mark();
        if (AddressText() is var text && IpRange.ParseAddress(text) is { } address)
        {
            return new WordSyntax(text, RuleValue.From(address), RuleType.Ip, source.SpanFrom(mark.Position));
        }

        source.Return(mark);
        if (Number() is { } number)
        {
            return number;
        }

        source.Return(mark);
        return StringReader.BeginsHexadecimal(source) ? Bytes() : source.Refuse<LiteralSyntax>(source.SpanHere, "expected a literal");
    }

    /// <summary>A quoted or raw string.</summary>
    public StringSyntax? String()
    {
        var start = source.Position;
        var content =
            source.Current == '"' ? StringReader.Quoted(source)
            : BeginsRaw()
                ? StringReader.Raw(source) is { } raw ? ByteText.FromText(raw)
                    : null
            : source.Refuse<string>(source.SpanHere, WhyNoLiteral("expected \" or r: this is compared with a string"));
        return content is null ? null : new StringSyntax(content, source.SpanFrom(start));
    }

    /// <summary>A quoted or raw string, or hexadecimal bytes.</summary>
    public StringSyntax? Bytes()
    {
        var start = source.Position;
        return !StringReader.BeginsHexadecimal(source) ? String()
            : StringReader.Hexadecimal(source) is { } content ? new StringSyntax(content, source.SpanFrom(start))
            : null;
    }

    /// <summary>A regular expression, quoted or raw.</summary>
    public StringSyntax? Pattern()
    {
        var start = source.Position;
        var content =
            source.Current == '"' ? StringReader.QuotedPattern(source)
            : BeginsRaw() ? StringReader.Raw(source)
            : source.Refuse<string>(source.SpanHere, WhyNoLiteral("expected \" or r: this is compared with a regular expression"));
        return content is null ? null : new StringSyntax(content, source.SpanFrom(start));
    }

    /// <summary><c>{...}</c> of one type.</summary>
    public SetSyntax? Set(RuleType type)
    {
        var start = source.Position;
        if (source.Current != '{')
        {
            return source.Refuse<SetSyntax>(
                source.Current == '$' ? ListSpan() : source.SpanHere,
                source.Current == '$'
                    ? $"unknown list {source.Text.AsSpan(start, ListSpan().Length)}: lists are not declared by this project"
                    : "expected a set { ... } or a $list after in"
            );
        }

        source.Position++;
        var elements = new List<SyntaxNode>();
        while (true)
        {
            source.SkipSpace();
            if (source.Take("}"))
            {
                return new SetSyntax(elements, type, source.SpanFrom(start));
            }

            if (source.AtEnd)
            {
                return source.Refuse<SetSyntax>(source.SpanHere, "expected literal \"}\"");
            }

            if (Element(type) is not { } element)
            {
                return null;
            }

            elements.Add(element);
        }
    }

    private LiteralSyntax? Element(RuleType type) =>
        source.Current == ',' ? source.Refuse<LiteralSyntax>(source.SpanHere, "the elements of a set are separated by spaces, not commas")
        : type == RuleType.Text ? Bytes()
        : type == RuleType.Ip ? AddressRange()
        : NumberRange();

    private WordSyntax? Number()
    {
        var start = source.Position;
        if (!char.IsAsciiHexDigit(source.Current) && source.Current != '-')
        {
            return source.Refuse<WordSyntax>(source.SpanHere, WhyNoLiteral("expected a number"));
        }

        return NumberReader.TryRead(source, out var value)
            ? new WordSyntax(source.Text[start..source.Position], RuleValue.From(value), RuleType.Number, source.SpanFrom(start))
            : null;
    }

    private WordSyntax? NumberRange()
    {
        var start = source.Position;
        if (Number() is not { } first)
        {
            return null;
        }

        if (!source.Take(".."))
        {
            return first;
        }

        if (!NumberReader.TryRead(source, out var last))
        {
            return null;
        }

        return first.Value.AsInteger <= last
            ? new WordSyntax(source.Text[start..source.Position], RuleValue.Missing, RuleType.Number, source.SpanFrom(start))
            : source.Refuse<WordSyntax>(source.SpanFrom(start), "incompatible range bounds");
    }

    private WordSyntax? Address()
    {
        var start = source.Position;
        var text = AddressText();
        if (text.Length == 0)
        {
            return source.Refuse<WordSyntax>(source.SpanHere, WhyNoLiteral("expected an IP address, written without quotes"));
        }

        return IpRange.ParseAddress(text) is { } address
            ? new WordSyntax(text, RuleValue.From(address), RuleType.Ip, source.SpanFrom(start))
            : source.Refuse<WordSyntax>(
                source.SpanFrom(start),
                (text.Contains('/', StringComparison.Ordinal) || text.Contains("..", StringComparison.Ordinal)) && IpRange.Parse(text).Error is null
                    ? $"a range is written within a set only: in {{{text}}}"
                    : "invalid IP address syntax"
            );
    }

    private WordSyntax? AddressRange()
    {
        var start = source.Position;
        var text = AddressText();
        var error = text.Length == 0 ? WhyNoLiteral("expected an IP address, written without quotes") : IpRange.Parse(text).Error;
        return error is null
            ? new WordSyntax(text, RuleValue.Missing, RuleType.Ip, source.SpanFrom(start))
            : source.Refuse<WordSyntax>(new(start, Math.Max(1, text.Length)), error);
    }

    private string AddressText()
    {
        var start = source.Position;
        while (char.IsAsciiHexDigit(source.Current) || source.Current is ':' or '.' or '/')
        {
            source.Position++;
        }

        return source.Text[start..source.Position];
    }

    private bool BeginsRaw() => source.Current == 'r' && source.Peek(1) is '"' or '#';

    private TextSpan ListSpan() => new(source.Position, 1 + Unrecognised.Word(source.Rest[1..]).Length);

    private string WhyNoLiteral(string otherwise) =>
        source.AtEnd ? "expected a literal, but the expression ends here"
        : char.IsAsciiLetter(source.Current) ? "expected a literal: a field cannot be compared with a field, and strings are quoted by \""
        : otherwise;
}
