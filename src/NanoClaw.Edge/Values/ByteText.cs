using System.Text;

namespace NanoClaw.Edge.Values;

/// <summary>
/// Strings of the rules language are bytes. They are held as .NET strings in which each character is one byte (0-255):
/// ASCII, which nearly all of them are, stays as it is, and every ordinal string operation works on bytes.
/// </summary>
public static class ByteText
{
    /// <summary>The UTF-8 bytes of <paramref name="text"/>, a character each.</summary>
    public static string FromText(string text) => Ascii.IsValid(text) ? text : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    public static string FromBytes(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public static byte[] ToBytes(string byteText) => Encoding.Latin1.GetBytes(byteText);

    /// <summary>Whether the bytes are valid UTF-8.</summary>
    public static bool IsUtf8(string byteText) => Ascii.IsValid(byteText) || System.Text.Unicode.Utf8.IsValid(ToBytes(byteText));
}
