namespace NanoClaw.Edge.Language.Syntax;

/// <summary>Reads numbers as the engine does: <c>0x</c> is hexadecimal, another leading zero octal, and a run of hexadecimal digits is one number.</summary>
internal static class NumberReader
{
    /// <summary>Reads one; false where none stands here, or one that is refused.</summary>
    public static bool TryRead(SourceText source, out long value)
    {
        var start = source.Position;
        var radix =
            source.Take("0x") ? 16
            : source.Current == '0' ? 8
            : 10;
        var negative = radix == 10 && source.Take("-");
        var digits = source.Position;
        UInt128 magnitude = 0;
        var limit = negative ? (UInt128)long.MaxValue + 1 : (UInt128)long.MaxValue;
        var fits = true;
        while (char.IsAsciiHexDigit(source.Current))
        {
            var c = source.Current;
            var digit = char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
            magnitude = fits ? (magnitude * (uint)radix) + (uint)digit : magnitude;
            fits &= digit < radix && magnitude <= limit;
            source.Position++;
        }

        value = negative ? (long)-(Int128)magnitude : (long)magnitude;
        if (source.Position == digits)
        {
            source.Refuse(new(start, 1), "expected a number");
        }
        else if (!fits)
        {
            source.Refuse(source.SpanFrom(start), radix == 10 ? "invalid number" : $"invalid number of radix {radix}");
        }

        return source.Error is null;
    }
}
