namespace NanoClaw.Verification.Attempts.Table;

/// <summary>Two requests in one: lengths that contradict each other, and ways to write them that only one side understands.</summary>
internal static class Smuggling
{
    private const int AndTheNext = 2;

    private static readonly Stakes OwnStakes = new(
        "A request hidden in another is judged by nobody: rules and Access see the first alone, and somebody else's request may be answered with it.",
        "This is the edge's reading of HTTP, and no setting: report it to Cloudflare. What stands before the zone (a proxy of your own) is the likelier cause; take it away."
    );

    public static IEnumerable<Check> All =>
        [
            Hidden("cl-te", "a length and chunks", l => $"Content-Length: {l}\r\nTransfer-Encoding: chunked\r\n", Chunked),
            Hidden("te-cl", "chunks and a shorter length", _ => "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", InAChunk),
            Hidden("two-lengths", "two lengths", l => $"Content-Length: 2\r\nContent-Length: {l}\r\n", Behind),
            Hidden("listed-lengths", "two lengths in one header", l => $"Content-Length: 2, {l}\r\n", Behind),
            Hidden("te-blank", "a blank before the colon", l => $"Transfer-Encoding : chunked\r\nContent-Length: {l}\r\n", Chunked),
            Hidden("te-tab", "a tab before the value", l => $"Transfer-Encoding:\tchunked\r\nContent-Length: {l}\r\n", Chunked),
            Hidden("te-unknown", "an encoding that nobody knows", l => $"Transfer-Encoding: xchunked\r\nContent-Length: {l}\r\n", Chunked),
            Hidden("te-twice", "two encodings", l => $"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\nContent-Length: {l}\r\n", Chunked),
            Hidden("te-quoted", "an encoding in quotes", l => $"Transfer-Encoding: \"chunked\"\r\nContent-Length: {l}\r\n", Chunked),
            Hidden("te-folded", "a header folded over two lines", l => $"Transfer-Encoding:\r\n chunked\r\nContent-Length: {l}\r\n", Chunked),
            Hidden("line-feed", "a line that ends with a line feed alone", l => $"X-Verify: a\nTransfer-Encoding: chunked\r\nContent-Length: {l}\r\n", Chunked),
            Hidden(
                "carriage-return",
                "a line that ends with a carriage return alone",
                l => $"X-Verify: a\rTransfer-Encoding: chunked\r\nContent-Length: {l}\r\n",
                Chunked
            ),
            Hidden("null", "a null in a header", l => $"X-Verify: a\0Transfer-Encoding: chunked\r\nContent-Length: {l}\r\n", Chunked),
            Hidden("plus", "a length with a sign", _ => "Content-Length: +2\r\n", Behind),
            Hidden("negative", "a length below nothing", _ => "Content-Length: -2\r\n", Behind),
            Hidden("hexadecimal", "a length in other digits", _ => "Content-Length: 0x2\r\n", Behind),
            Hidden(
                "chunk-overflow",
                "a chunk's length beyond all numbers",
                _ => "Transfer-Encoding: chunked\r\n",
                hidden => $"10000000000000002\r\n{{}}\r\n0\r\n\r\n{hidden}"
            ),
            Hidden(
                "chunk-extension",
                "a chunk's extension with a line feed",
                _ => "Transfer-Encoding: chunked\r\n",
                hidden => $"2;\n{{}}\r\n0\r\n\r\n{hidden}"
            ),
            Hidden("chunk-sign", "a chunk's length with a sign", _ => "Transfer-Encoding: chunked\r\n", hidden => $"+2\r\n{{}}\r\n0\r\n\r\n{hidden}"),
            Hidden("old-chunks", "chunks in HTTP/1.0", l => $"Transfer-Encoding: chunked\r\nContent-Length: {l}\r\n", Chunked, "HTTP/1.0"),
            Hidden("pipelined", "a second request behind the first", _ => "Content-Length: 2\r\n", Behind),
        ];

    private static SmugglingAttempt Hidden(string id, string name, Func<int, string> framing, Func<string, string> body, string version = "HTTP/1.1") =>
        new()
        {
            Id = $"smuggling.{id}",
            Name = name,
            Stakes = OwnStakes,
            Framing = framing,
            Body = body,
            Version = version,
            Calls = AndTheNext,
        };

    private static string Behind(string hidden) => "{}" + hidden;

    private static string Chunked(string hidden) => "0\r\n\r\n" + hidden;

    private static string InAChunk(string hidden) => $"{hidden.Length:x}\r\n{hidden}\r\n0\r\n\r\n";
}
