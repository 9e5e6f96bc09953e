using System.Text;
using NanoClaw.Verification.Wire;

namespace NanoClaw.Verification.Tests;

public sealed class AnswerParserTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", false, "200 ab")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", false, "")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", true, "200 ab")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n", false, "200 abc")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", false, "")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nab", false, "")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nab", true, "200 ab")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 -\r\n\r\n", false, "204 ")]
    [InlineData("HTTP/1.1 400 -\r\nContent-Length: 1\r\n\r\naHTTP/1.1 404 -\r\nContent-Length: 1\r\n\r\nb", false, "400 a, 404 b")]
    [InlineData("SSH-2.0\r\n\r\n", true, "")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-", true, "")]
    public void Whole_answers_are_read_and_no_half_ones(string bytes, bool ended, string expected) =>
        Assert.Equal(
            expected,
            string.Join(", ", AnswerParser.Parse(Encoding.Latin1.GetBytes(bytes), ended, toHead: false).Select(a => $"{a.Status} {a.Body}"))
        );

    [Fact]
    public void What_answers_HEAD_has_no_body() =>
        Assert.Equal(200, AnswerParser.Parse("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n"u8, ended: false, toHead: true).Single().Status);
}
