using NanoClaw.Edge.Requests;
using NanoClaw.Edge.Values;

namespace NanoClaw.Edge.Language.Typing;

/// <summary>Functions over bytes. A missing argument makes a missing result, but for <c>concat</c>, which leaves it out.</summary>
internal static class StringFunctions
{
    private const int MaxDecodings = 16;

    public static RuleValue Lower(ReadOnlySpan<RuleValue> a) => a[0].IsMissing ? a[0] : Map(a[0].AsString, 'A', 'Z');

    public static RuleValue Upper(ReadOnlySpan<RuleValue> a) => a[0].IsMissing ? a[0] : Map(a[0].AsString, 'a', 'z');

    public static RuleValue Length(ReadOnlySpan<RuleValue> a) =>
        a[0].Reference switch
        {
            null => RuleValue.Missing,
            string text => RuleValue.From(text.Length),
            _ => RuleValue.From(a[0].AsArray.Length),
        };

    public static RuleValue StartsWith(ReadOnlySpan<RuleValue> a) =>
        AnyMissing(a) ? RuleValue.Missing : RuleValue.From(a[0].AsString.StartsWith(a[1].AsString, StringComparison.Ordinal));

    public static RuleValue EndsWith(ReadOnlySpan<RuleValue> a) =>
        AnyMissing(a) ? RuleValue.Missing : RuleValue.From(a[0].AsString.EndsWith(a[1].AsString, StringComparison.Ordinal));

    /// <summary>Indexes below zero count from the end; what lies outside the string is cut off.</summary>
    public static RuleValue Substring(ReadOnlySpan<RuleValue> a)
    {
        if (AnyMissing(a))
        {
            return RuleValue.Missing;
        }

        var text = a[0].AsString;
        var start = Position(a[1].AsInteger, text.Length);
        var end = a.Length > 2 ? Position(a[2].AsInteger, text.Length) : text.Length;
        return RuleValue.From(start < end ? text[start..end] : "");
    }

    public static RuleValue RemoveBytes(ReadOnlySpan<RuleValue> a)
    {
        if (AnyMissing(a) || a[0].AsString.AsSpan().IndexOfAny(a[1].AsString) < 0)
        {
            return a[0];
        }

        var removed = a[1].AsString;
        return RuleValue.From(string.Concat(a[0].AsString.Where(c => !removed.Contains(c, StringComparison.Ordinal))));
    }

    public static RuleValue UrlDecode(ReadOnlySpan<RuleValue> a)
    {
        if (a[0].IsMissing)
        {
            return a[0];
        }

        var options = a.Length > 1 ? a[1].AsString : "";
        var unicode = options.Contains('u', StringComparison.Ordinal);
        var text = PercentEncoding.Decode(a[0].AsString, plusIsSpace: true, unicode);
        for (var i = 1; i < MaxDecodings && options.Contains('r', StringComparison.Ordinal); i++)
        {
            var again = PercentEncoding.Decode(text, plusIsSpace: true, unicode);
            if (again == text)
            {
                break;
            }

            text = again;
        }

        return RuleValue.From(text);
    }

    public static string? CheckDecodeOptions(RuleValue options) =>
        options.AsString.AsSpan().IndexOfAnyExcept('r', 'u') < 0 ? null : "the options of url_decode are \"r\", \"u\" and \"ur\"";

    /// <summary>What is no Base64 has no decoded value.</summary>
    public static RuleValue DecodeBase64(ReadOnlySpan<RuleValue> a)
    {
        if (a[0].IsMissing)
        {
            return a[0];
        }

        var text = a[0].AsString;
        var padded = text + new string('=', (4 - (text.Length % 4)) % 4);
        var buffer = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, buffer, out var written) ? RuleValue.From(ByteText.FromBytes(buffer.AsSpan(0, written))) : RuleValue.Missing;
    }

    public static RuleValue Join(ReadOnlySpan<RuleValue> a) =>
        AnyMissing(a) ? RuleValue.Missing : RuleValue.From(string.Join(a[1].AsString, a[0].AsArray.Select(v => v.AsString)));

    public static RuleValue Concat(ReadOnlySpan<RuleValue> a)
    {
        var present = Array.FindAll(a.ToArray(), v => !v.IsMissing);
        return present.Length == 0 ? RuleValue.Missing
            : present[0].Reference is string ? RuleValue.From(string.Concat(present.Select(v => v.AsString)))
            : RuleValue.From([.. present.SelectMany(v => v.AsArray)]);
    }

    private static int Position(long index, int length) => (int)Math.Clamp(index < 0 ? length + index : index, 0, length);

    private static bool AnyMissing(ReadOnlySpan<RuleValue> values)
    {
        foreach (var value in values)
        {
            if (value.IsMissing)
            {
                return true;
            }
        }

        return false;
    }

    // ASCII only, as documented.
    private static RuleValue Map(string text, char first, char last) =>
        text.AsSpan().IndexOfAnyInRange(first, last) < 0
            ? RuleValue.From(text)
            : RuleValue.From(
                string.Create(
                    text.Length,
                    (text, first, last),
                    static (span, state) =>
                    {
                        for (var i = 0; i < span.Length; i++)
                        {
                            var c = state.text[i];
                            span[i] = c >= state.first && c <= state.last ? (char)(c ^ 0x20) : c;
                        }
                    }
                )
            );
}
