using System.Globalization;
using System.Text;

namespace NanoClaw.Verification.Wire;

/// <summary>Reads answers of HTTP/1.1 out of the bytes that came.</summary>
internal static class AnswerParser
{
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();

    /// <summary>All whole answers in the bytes, in their order; after the end of the connection also the last, that lasts until there.</summary>
    public static IReadOnlyList<WireAnswer> Parse(ReadOnlySpan<byte> bytes, bool ended, bool toHead)
    {
        var answers = new List<WireAnswer>();
        while (TryParse(bytes, ended, toHead, out var answer, out var length))
        {
            // A preliminary answer is none.
            if (answer!.Status >= 200)
            {
                answers.Add(answer);
            }

            bytes = bytes[length..];
        }

        return answers;
    }

    private static bool TryParse(ReadOnlySpan<byte> bytes, bool ended, bool toHead, out WireAnswer? answer, out int length)
    {
        answer = null;
        length = 0;
        var end = bytes.IndexOf(EndOfHead);
        if (end < 0)
        {
            return false;
        }

        var lines = Encoding.Latin1.GetString(bytes[..end]).Split("\r\n");
        var start = lines[0].Split(' ', 3);
        if (
            start.Length < 2
            || !start[0].StartsWith("HTTP/1.", StringComparison.Ordinal)
            || !int.TryParse(start[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status)
        )
        {
            return false;
        }

        var headers = lines
            .Skip(1)
            .Select(line => line.Split(':', 2))
            .Where(p => p.Length == 2)
            .Select(p => KeyValuePair.Create(p[0].Trim(), p[1].Trim()))
            .ToArray();
        var head = new WireAnswer(status, headers, "");
        var rest = bytes[(end + EndOfHead.Length)..];
        var body = Body(head, rest, ended, toHead, out var taken);
        answer = body is null ? null : head with { Body = body };
        length = end + EndOfHead.Length + taken;
        return answer is not null;
    }

    private static string? Body(WireAnswer head, ReadOnlySpan<byte> rest, bool ended, bool toHead, out int taken)
    {
        taken = 0;
        if (toHead || head.Status is < 200 or 204 or 304)
        {
            return "";
        }

        if (head.Header("transfer-encoding")?.Contains("chunked", StringComparison.OrdinalIgnoreCase) == true)
        {
            return Chunked(rest, ended, out taken);
        }

        if (
            long.TryParse(head.Header("content-length"), NumberStyles.None, CultureInfo.InvariantCulture, out var claimed) && (claimed <= rest.Length || !ended)
        )
        {
            taken = (int)Math.Min(claimed, rest.Length);
            return claimed <= rest.Length ? Encoding.UTF8.GetString(rest[..taken]) : null;
        }

        taken = rest.Length;
        return ended ? Encoding.UTF8.GetString(rest) : null;
    }

    private static string? Chunked(ReadOnlySpan<byte> rest, bool ended, out int taken)
    {
        var body = new List<byte>();
        taken = 0;
        while (rest[taken..].IndexOf("\r\n"u8) is >= 0 and var line)
        {
            var size = Encoding.Latin1.GetString(rest.Slice(taken, line)).Split(';')[0].Trim();
            if (
                !int.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var count)
                || count < 0
                || rest.Length - taken - line - 2 < count + 2
            )
            {
                break;
            }

            body.AddRange(rest.Slice(taken + line + 2, count));
            taken += line + 2 + count + 2;
            if (count == 0)
            {
                return Encoding.UTF8.GetString([.. body]);
            }
        }

        taken = ended ? rest.Length : taken;
        return ended ? Encoding.UTF8.GetString([.. body]) : null;
    }
}
