using System.Text;

namespace NanoClaw.LocalCloud;

/// <summary>Values in Cap'n Proto's text form. Nothing that a value holds can end its string.</summary>
internal static class CapnpText
{
    public static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var b in Encoding.UTF8.GetBytes(value))
        {
            if (b is >= 0x20 and < 0x7f and not (byte)'"' and not (byte)'\\')
            {
                text.Append((char)b);
            }
            else
            {
                text.Append("\\x").Append(b.ToString("x2"));
            }
        }

        return text.Append('"').ToString();
    }

    public static string Bool(bool value) => value ? "true" : "false";

    public static string List(IEnumerable<string> items) => $"[{string.Join(", ", items)}]";
}
