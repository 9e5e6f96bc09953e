using System.Globalization;
using System.Text;
using NanoClaw.Edge.Values;

namespace NanoClaw.Edge.Requests;

/// <summary>Percent decoding of bytes; a malformed escape stays as it is.</summary>
internal static class PercentEncoding
{
    /// <summary>Decodes once.</summary>
    /// <param name="text">A character a byte.</param>
    /// <param name="plusIsSpace">Whether <c>+</c> is a space.</param>
    /// <param name="unicode">Whether <c>%uXXXX</c> is decoded, to UTF-8.</param>
    public static string Decode(string text, bool plusIsSpace, bool unicode = false)
    {
        if (text.AsSpan().IndexOfAny('%', '+') < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && TryHex(text, i + 1, 2, out var value))
            {
                result.Append((char)value);
                i += 2;
            }
            else if (unicode && text[i] == '%' && i + 1 < text.Length && text[i + 1] is 'u' or 'U' && TryHex(text, i + 2, 4, out value))
            {
                result.Append(ByteText.FromText(((char)value).ToString(CultureInfo.InvariantCulture)));
                i += 5;
            }
            else
            {
                result.Append(plusIsSpace && text[i] == '+' ? ' ' : text[i]);
            }
        }

        return result.ToString();
    }

    private static bool TryHex(string text, int start, int digits, out int value)
    {
        value = 0;
        return start + digits <= text.Length
            && int.TryParse(text.AsSpan(start, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
