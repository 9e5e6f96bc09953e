using NanoClaw.Edge.Language;

namespace NanoClaw.Edge.Tests.Language;

public sealed class ExpressionErrorTests
{
    [Theory]
    [InlineData("", 1, "the expression is empty")]
    [InlineData("http.hosts eq \"x\"", 1, "unknown field http.hosts: did you mean http.host?")]
    [InlineData("ssl and cf.client.bots", 9, "unknown field cf.client.bots: did you mean cf.client.bot?")]
    [InlineData("lowr(http.host) == \"x\"", 1, "unknown function lowr: did you mean lower?")]
    [InlineData("xyzzy", 1, "unknown field xyzzy")]
    [InlineData("cf.waf.score lt 10", 1, "the field cf.waf.score is not reproduced on this machine")]
    [InlineData("regex_replace(http.host, \"a\", \"b\") == \"x\"", 1, "the function regex_replace is for rewrite and redirect rules only")]
    [InlineData("http.host eq \"x", 14, "could not find an ending quote")]
    [InlineData("http.host eq r#\"x\"", 14, "could not find an ending quote")]
    [InlineData("http.host eq r#x", 16, "expected \" or #")]
    [InlineData("http.host eq \"a\\q\"", 17, "expected \", xHH or OOO after \\")]
    [InlineData("http.host eq \"a\\xZZ\"", 18, "expected 2 digits of radix 16")]
    [InlineData("http.host eq \"a\\400\"", 17, "an escape is one byte: at most \\377")]
    [InlineData("http.host eq x", 14, "expected a literal: a field cannot be compared with a field, and strings are quoted by \"")]
    [InlineData("http.host eq 1", 14, "expected \" or r: this is compared with a string")]
    [InlineData("http.host", 10, "expected a comparison operator: this has the type String")]
    [InlineData("http.host in (\"a\")", 14, "expected a set { ... } or a $list after in")]
    [InlineData("http.host in {\"a\", \"b\"}", 18, "the elements of a set are separated by spaces, not commas")]
    [InlineData("http.host in {\"a\" 1}", 19, "expected \" or r: this is compared with a string")]
    [InlineData("http.host in {\"a\"", 18, "expected literal \"}\"")]
    [InlineData("ip.src in $office_network", 11, "unknown list $office_network: lists are not declared by this project")]
    [InlineData("ip.src eq \"192.0.2.1\"", 11, "expected an IP address, written without quotes")]
    [InlineData("ip.src eq 192.0.2.0/24", 11, "a range is written within a set only: in {192.0.2.0/24}")]
    [InlineData("ip.src eq 192.0.2.256", 11, "invalid IP address syntax")]
    [InlineData("ip.src eq 1", 11, "invalid IP address syntax")]
    [InlineData("ip.src in {192.0.2.1/24}", 12, "host part of address was not zero: the network is 192.0.2.0/24")]
    [InlineData("ip.src in {192.0.2.0/33}", 12, "invalid network length: 0 to 32")]
    [InlineData("ip.src in {192.0.2.9..192.0.2.1}", 12, "incompatible range bounds")]
    [InlineData("ip.src in {192.0.2.9..::1}", 12, "incompatible range bounds")]
    [InlineData("ip.src lt 192.0.2.1", 8, "cannot perform this operation on type IP address: use a set, as in ip.src in {192.0.2.1..192.0.2.9}")]
    [InlineData("cf.edge.server_port in {5..1}", 25, "incompatible range bounds")]
    [InlineData("cf.edge.server_port eq 99999999999999999999", 24, "invalid number")]
    [InlineData("cf.edge.server_port eq 089", 24, "invalid number of radix 8")]
    [InlineData("cf.edge.server_port contains \"4\"", 21, "cannot perform this operation on type Integer")]
    [InlineData("ssl eq true", 8, "a Boolean is not compared: write the field alone, or not before it")]
    [InlineData("ssl eq 1", 5, "cannot perform this operation on type Boolean: write ssl or not ssl")]
    [InlineData("http.host wildcard \"a**\"", 20, "wildcard contains a double star")]
    [InlineData("http.host strict  wildcard \"a*\"", 11, "unrecognised input: the operator is \"strict wildcard\", with one space")]
    [InlineData("http.host matches \"(\"", 19, "regex parse error")]
    [InlineData("http.host matches \"(?=a)\"", 19, "look-around")]
    [InlineData("http.host matches r\"(a)\\1\"", 19, "backreferences are not supported")]
    [InlineData("http.request.headers[\"x\"] == \"a\"", 27, "cannot perform this operation on type Array<String>")]
    [InlineData("http.request.headers[0] == \"a\"", 1, "cannot access index [0] of type Map<Array<String>>")]
    [InlineData("http.request.headers.names[\"a\"] == \"a\"", 1, "cannot access index [\"a\"] of type Array<String>")]
    [InlineData("http.host[0] == \"a\"", 1, "cannot access index [0] of type String")]
    [InlineData("http.request.headers.names[-1] == \"a\"", 28, "expected an index: a number from 0, a quoted key, or *")]
    [InlineData("http.request.headers.names[*] == \"a\"", 1, "expected value of type Boolean, but got Array<Boolean>: [*] stands within any(...) or all(...)")]
    [InlineData("any(http.host == \"a\")", 5, "expected value of type Array<Boolean>, but got Boolean: unpack an array by [*]")]
    [InlineData("any(\"a\")", 5, "expected value of type Array<Boolean>, but got a literal")]
    [InlineData("any()", 1, "invalid number of arguments: any takes 1")]
    [InlineData("lower(http.request.headers.names) == \"a\"", 7, "invalid type of argument #1: expected String, but got Array<String>: unpack it by [*]")]
    [InlineData("lower(\"A\") == \"a\"", 7, "invalid kind of argument #1: expected a field, but got a literal")]
    [InlineData("starts_with(http.host)", 1, "invalid number of arguments: starts_with takes 2")]
    [InlineData("concat(http.host) == \"a\"", 1, "invalid number of arguments: concat takes at least 2")]
    [InlineData("cidr(ip.src, 33, 64) == 192.0.2.1", 14, "invalid value of argument #2: expected 1 to 32 network bits")]
    [InlineData("url_decode(http.host, \"z\") == \"a\"", 23, "invalid value of argument #2: the options of url_decode")]
    [InlineData("any(concat(\"a\", http.request.headers.names[*])[*] == \"a\")", 17, "invalid use of map each access operator")]
    [InlineData("http.request.uri.path ends_with \".html\"", 23, "unrecognised input: ends_with is a function, ends_with(field, \"...\")")]
    [InlineData("ssl AND ssl", 5, "unrecognised input: operators are written in lower case")]
    [InlineData("ssl and", 8, "expected a field or a function, but the expression ends here")]
    [InlineData("(ssl", 5, "expected literal \")\"")]
    [InlineData("ssl)", 4, "unrecognised input")]
    [InlineData("ssl & ssl", 5, "unrecognised input: a logical and is && or and")]
    [InlineData("http.host = \"a\"", 11, "unrecognised input: equality is == or eq")]
    [InlineData("ssl\tand ssl", 4, "a tab is not whitespace here: use spaces")]
    // What an argument of a call is, its beginning decides.
    [InlineData(
        "any(http.request.headers.names[*] eq \"a\" or http.request.headers.names[*] eq \"b\")",
        42,
        "expected literal \")\": a comparison stands alone in a call, and several in parentheses of their own, any((... or ...))"
    )]
    [InlineData("any(http.request.headers.names[*] eq \"a\"and(ssl))", 41, "expected literal \")\"")]
    [InlineData(
        "any(starts_with(http.request.headers.names[*], \"a\")[*])",
        5,
        "expected value of type Array<Boolean>, but got Boolean: unpack an array by [*]"
    )]
    [InlineData("len(http.host ,) == 1", 16, "expected a field or a function")]
    // Keys and indexes.
    [InlineData("http.request.headers[r\"a\"][0] == \"a\"", 22, "expected an index: a number from 0, a quoted key, or *")]
    [InlineData("http.request.headers[61:62][0] == \"a\"", 24, "expected literal \"]\"")]
    [InlineData("http.request.headers[\"\\xff\"][0] == \"a\"", 22, "expected a key in UTF-8")]
    [InlineData("http.request.headers [\"a\"][0] == \"a\"", 22, "unrecognised input: an index follows without a space")]
    [InlineData("http.request.headers[\"a\"] [0] == \"a\"", 27, "unrecognised input: an index follows without a space")]
    [InlineData("http.request.headers.names[4294967296] == \"a\"", 28, "expected an index: a number from 0, a quoted key, or *")]
    // An operator ends where it ends, and what follows begins there.
    [InlineData("http.host strict wildcardx \"a\"", 26, "expected a literal: a field cannot be compared with a field, and strings are quoted by \"")]
    [InlineData("http.host containsx \"a\"", 19, "expected a literal: a field cannot be compared with a field, and strings are quoted by \"")]
    [InlineData("ssl orx", 7, "unknown field x")]
    [InlineData("http.host wildcard 61:2a", 20, "expected \" or r: this is compared with a string")]
    [InlineData("http.host matches 61:2a", 19, "expected \" or r: this is compared with a regular expression")]
    [InlineData("http.host eq 61:", 17, "expected 2 digits of radix 16")]
    [InlineData("http.host eq 61:6", 17, "expected 2 digits of radix 16")]
    [InlineData("cf.edge.server_port eq 443and ssl", 24, "invalid number")]
    [InlineData("cf.edge.server_port in {1 .. 5}", 27, "expected a number")]
    [InlineData("http.request..method eq \"a\"", 14, "expected an identifier's character")]
    [InlineData("ssl and true", 9, "unknown field true")]
    [InlineData("(true)", 2, "unknown field true")]
    [InlineData("false", 1, "unknown field false")]
    // In an argument a number's digits come before bytes.
    [InlineData("starts_with(http.host, 61.67)", 24, "invalid type of argument #2: expected String, but got Integer")]
    [InlineData("ip.src eq 10.1", 11, "invalid IP address syntax")]
    [InlineData("ip.src in {10..11}", 12, "invalid IP address syntax")]
    [InlineData("ip.src in {10.1/8}", 12, "host part of address was not zero: the network is 10.0.0.0/8")]
    [InlineData("ssl # always", 5, "unrecognised input: an expression has no comments")]
    [InlineData("\"a\" == http.host", 1, "expected a field or a function: a literal stands on the right of an operator")]
    public void Is_refused_at_its_column(string expression, int column, string reason)
    {
        var error = Assert.Throws<RuleSyntaxException>(() => RuleExpression.Parse(expression));

        Assert.StartsWith(reason, error.Reason[Math.Max(0, error.Reason.IndexOf(reason, StringComparison.Ordinal))..]);
        Assert.Equal(column, error.Column);
        Assert.Equal(1, error.Line);
    }

    [Fact]
    public void The_message_shows_the_line_with_a_caret_under_what_is_wrong()
    {
        var error = Assert.Throws<RuleSyntaxException>(() => RuleExpression.Parse("ssl and\nhttp.hots eq \"x\" or\nssl"));

        Assert.Equal(
            """
            Filter parsing error (2:1):
            http.hots eq "x" or
            ^^^^^^^^^ unknown field http.hots: did you mean http.host?
            """.ReplaceLineEndings("\n"),
            error.Message
        );
        Assert.Equal(2, error.Line);
    }

    [Fact]
    public void An_expression_longer_than_Cloudflare_takes_is_refused()
    {
        var longest = "ssl".PadRight(RuleExpression.MaxLength);
        RuleExpression.Parse(longest);

        Assert.Throws<RuleSyntaxException>(() => RuleExpression.Parse(longest + " "));
    }

    [Fact]
    public void Nesting_has_a_limit_instead_of_ending_the_process()
    {
        RuleExpression.Parse(new string('(', 128) + "ssl" + new string(')', 128));

        var error = Assert.Throws<RuleSyntaxException>(() => RuleExpression.Parse(new string('!', 2000) + "ssl"));
        Assert.Contains("maximum nesting depth exceeded (limit: 128)", error.Message, StringComparison.Ordinal);
    }
}
