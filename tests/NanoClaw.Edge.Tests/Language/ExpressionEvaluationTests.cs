using NanoClaw.Edge.Language;
using NanoClaw.Edge.Values;

namespace NanoClaw.Edge.Tests.Language;

public sealed class ExpressionEvaluationTests
{
    [Theory]
    // Comparison, in both spellings.
    [InlineData("http.host eq \"agent.example.com\"", true)]
    [InlineData("http.host == \"agent.example.com\"", true)]
    [InlineData("http.host == \"AGENT.example.com\"", false)]
    [InlineData("http.host ne \"other\"", true)]
    [InlineData("http.host != \"other\"", true)]
    [InlineData("http.host lt \"b\" and http.host < \"b\"", true)]
    [InlineData("http.host le \"agent.example.com\" and http.host <= \"agent.example.com\"", true)]
    [InlineData("http.host gt \"agent\" and http.host > \"agent\"", true)]
    [InlineData("http.host ge \"b\" or http.host >= \"b\"", false)]
    [InlineData("http.request.timestamp.sec ge 1484063137", true)]
    [InlineData("http.request.timestamp.sec gt 1484063137", false)]
    [InlineData("http.request.timestamp.msec == 857", true)]
    [InlineData("cf.edge.server_port ne 443", false)]
    [InlineData("cf.edge.server_port == 0x1bb", true)]
    [InlineData("cf.edge.server_port == 0673", true)]
    [InlineData("ip.src eq 192.0.2.7", true)]
    [InlineData("ip.src ne 192.0.2.7", false)]
    [InlineData("ip.src ne ::1", true)]
    [InlineData("http.request.uri.path contains \"/agent/\"", true)]
    [InlineData("http.request.uri.path contains \"\"", true)]
    // Sets and ranges.
    [InlineData("http.request.method in {\"GET\" \"POST\"}", true)]
    [InlineData("http.request.method in {\"GET\" \"HEAD\"}", false)]
    [InlineData("http.request.method in {}", false)]
    [InlineData("cf.edge.server_port in {80 440..450}", true)]
    [InlineData("cf.edge.server_port in {-5..-1 1..442}", false)]
    [InlineData("ip.src in {192.0.2.0/24}", true)]
    [InlineData("ip.src in {198.51.100.0/24 2001:db8::/32}", false)]
    [InlineData("ip.src in {192.0.2.3..192.0.2.7}", true)]
    [InlineData("ip.src in {192.0.2.3..192.0.2.6 fe80::1}", false)]
    [InlineData("ip.src in {0.0.0.0/0}", true)]
    [InlineData("ip.src in {::/0}", false)]
    // Wildcards.
    [InlineData("http.request.full_uri wildcard \"HTTPS://*.example.com/*\"", true)]
    [InlineData("http.request.full_uri strict wildcard \"HTTPS://*.example.com/*\"", false)]
    [InlineData("http.request.full_uri strict wildcard \"https://*.example.com/*\"", true)]
    [InlineData("http.request.uri.path wildcard \"/v1/*/run.html\"", true)]
    [InlineData("http.request.uri.path wildcard \"/v1/\"", false)]
    [InlineData("http.host wildcard r\"agent\\*\"", false)]
    [InlineData("http.host wildcard \"*\"", true)]
    [InlineData("http.host wildcard \"a*agent.example.com\"", false)]
    // Regular expressions.
    [InlineData("http.request.uri.path matches \"^/v[0-9]/agent\"", true)]
    [InlineData("http.request.uri.path ~ r\"\\.html$\"", false)]
    [InlineData("http.request.uri.path ~ r\"(?i)\\.html$\"", true)]
    [InlineData("http.user_agent matches \"\\\"x\\\"\"", true)]
    [InlineData("http.user_agent matches r#\"\"x\"\"#", true)]
    [InlineData("http.user_agent matches \"[\"y]x\"", true)]
    [InlineData("http.host matches r\"^[[:alpha:].]+$\"", true)]
    // Logic and its precedence: not, and, xor, or.
    [InlineData("ssl", true)]
    [InlineData("not ssl", false)]
    [InlineData("!ssl", false)]
    [InlineData("not not ssl", true)]
    [InlineData("ssl or ssl and not ssl", true)]
    [InlineData("(ssl or ssl) and not ssl", false)]
    [InlineData("ssl || ssl && !ssl", true)]
    [InlineData("ssl xor ssl", false)]
    [InlineData("ssl ^^ ssl ^^ ssl", true)]
    [InlineData("ssl or ssl xor ssl", true)]
    [InlineData("ssl xor ssl and not ssl", true)]
    [InlineData("not http.host eq \"x\" and ssl", true)]
    [InlineData("not ssl or ssl", true)]
    [InlineData("not (ssl or ssl)", false)]
    // Functions.
    [InlineData("lower(http.request.uri.path.extension) == \"html\"", true)]
    [InlineData("upper(http.request.method) == \"POST\"", true)]
    [InlineData("len(http.host) == 17", true)]
    [InlineData("starts_with(http.request.uri.path, \"/v1/\")", true)]
    [InlineData("not starts_with(http.request.uri.path, \"/v2/\")", true)]
    [InlineData("ends_with(http.host, \".example.com\")", true)]
    [InlineData("concat(http.host, \":\", ip.src.country) == \"agent.example.com:FR\"", true)]
    [InlineData("concat(\"a\", http.request.headers[\"none\"][0], \"b\") == \"ab\"", true)]
    [InlineData("substring(http.host, 0, 5) == \"agent\"", true)]
    [InlineData("substring(http.host, -3) == \"com\"", true)]
    [InlineData("substring(http.host, 6, -4) == \"example\"", true)]
    [InlineData("substring(http.host, 9, 2) == \"\"", true)]
    [InlineData("substring(http.host, 100) == \"\"", true)]
    [InlineData("remove_bytes(http.host, \"\\x2e\\x61\") == \"gentexmplecom\"", true)]
    [InlineData("url_decode(http.request.uri.query) contains \"q=a b\"", true)]
    [InlineData("any(decode_base64(http.request.headers[\"x-encoded\"][*])[*] eq \"123abc\")", true)]
    [InlineData("join(http.request.headers[\"x-list\"], \"+\") == \"one+two\"", true)]
    [InlineData("cidr(ip.src, 24, 24) == 192.0.2.0", true)]
    [InlineData("cidr6(ip.src, 24) == 192.0.2.7", true)]
    // Maps and arrays: the documented examples.
    [InlineData("http.request.headers[\"accept\"][0] == \"text/event-stream\"", true)]
    [InlineData("any(http.request.headers[\"content-type\"][*] == \"application/json\")", true)]
    [InlineData("any(http.request.headers[\"accept\"][*] == \"text/plain\")", false)]
    [InlineData("any(http.request.headers.names[*] == \"content-type\")", true)]
    [InlineData("any(lower(http.request.headers.names[*])[*] == \"content-type\")", true)]
    [InlineData("http.request.headers.names[0] == \"content-type\"", true)]
    [InlineData("any(http.request.headers.values[*] contains \"NanoClaw\")", true)]
    [InlineData("any(len(http.request.headers.values[*])[*] gt 100)", false)]
    [InlineData("len(http.request.uri.args[\"filter\"][1]) == 4", true)]
    [InlineData("all(len(http.request.uri.args[\"filter\"][*])[*] in {3 4})", true)]
    [InlineData("all(not len(http.request.uri.args[\"filter\"][*])[*] in {3 4})", false)]
    [InlineData("len(http.request.uri.args[\"filter\"]) >= 0", true)]
    [InlineData("not len(http.request.uri.args[\"order\"]) >= 0", true)]
    [InlineData("len(http.request.headers[\"x-list\"]) == 2", true)]
    [InlineData("any(http.request.cookies[\"app\"][*] == \"again\")", true)]
    [InlineData("any(starts_with(http.request.headers[\"x-list\"][*], \"tw\"))", true)]
    [InlineData("all(starts_with(http.request.headers[\"x-list\"][*], \"tw\"))", false)]
    [InlineData("any((http.request.headers[\"x-list\"][*] == \"one\" and http.request.headers[\"x-list\"][*] contains \"n\"))", true)]
    [InlineData("any((http.request.headers[\"x-list\"][*] == \"one\") and http.request.headers[\"x-list\"][*] contains \"n\")", true)]
    [InlineData("any(not http.request.headers[\"x-list\"][*] == \"one\" and http.request.headers[\"x-list\"][*] contains \"n\")", false)]
    [InlineData("any((starts_with(http.request.headers[\"x-list\"][*], \"tw\")[*]))", true)]
    [InlineData(
        "all(http.request.headers[*][*] contains \"e\") or any(concat(starts_with(http.request.headers[\"x-list\"][*], \"tw\"), starts_with(http.request.headers[\"accept\"][*], \"tw\")))",
        true
    )]
    [InlineData("any(http.request.headers[*][*] == \"two\")", true)]
    [InlineData("any(http.request.headers[*][0] == \"two\")", false)]
    [InlineData("any(concat(http.request.headers[\"x-list\"][*], \"!\")[*] == \"two!\")", true)]
    // Missing values.
    [InlineData("http.request.headers[\"none\"][0] == \"x\"", false)]
    [InlineData("http.request.headers[\"none\"][0] ne \"x\"", false)]
    [InlineData("not http.request.headers[\"none\"][0] == \"x\"", true)]
    [InlineData("http.request.headers[\"x-list\"][2] in {\"one\" \"two\"}", false)]
    [InlineData("lower(http.request.headers[\"none\"][0]) == \"\"", false)]
    [InlineData("starts_with(http.request.headers[\"none\"][0], \"\")", false)]
    [InlineData("any(http.request.headers[\"none\"][*] == \"x\")", false)]
    [InlineData("all(http.request.headers[\"none\"][*] == \"x\")", true)]
    [InlineData("all(starts_with(http.request.headers[\"none\"][*], \"x\"))", false)]
    // The parentheses make a condition of the value, which has no elements where the value is missing.
    [InlineData("all((starts_with(http.request.headers[\"none\"][*], \"x\")))", true)]
    [InlineData("any((starts_with(http.request.headers[\"none\"][*], \"x\")))", false)]
    [InlineData("all((http.request.headers[\"none\"][*] == \"x\"))", true)]
    [InlineData("not all(starts_with(http.request.headers[\"none\"][*], \"x\"))", true)]
    [InlineData("all(not starts_with(http.request.headers[\"none\"][*], \"x\"))", true)]
    [InlineData("any(http.request.headers[\"none\"][*] ne \"x\")", false)]
    [InlineData("http.referer == \"\"", true)]
    // Strings.
    [InlineData("http.user_agent == \"NanoClaw/1.0 (\\\"x\\\")\"", true)]
    [InlineData("http.user_agent == r#\"NanoClaw/1.0 (\"x\")\"#", true)]
    [InlineData("ip.src.country == \"\\x46\\122\"", true)]
    [InlineData("ip.src.country == 46:52", true)]
    [InlineData("ip.src.country in {46-52 66.72}", true)]
    [InlineData("http.host contains 65:78", true)]
    [InlineData("starts_with(http.user_agent, 4e:61)", true)]
    [InlineData("starts_with(http.host, 6a:67)", false)]
    [InlineData("true", true)]
    [InlineData(" true\n", true)]
    // A word ends where the next can begin; blanks of any kind stand at either end.
    [InlineData("\tssl\u00a0", true)]
    [InlineData("\u2003ssl\u2028", true)]
    [InlineData("notssl", false)]
    [InlineData("(ssl)andnot(ssl)or!!ssl", true)]
    [InlineData("http.host eq\"agent.example.com\"and ssl", true)]
    [InlineData("ssl andcf.edge.server_port in{443}", true)]
    [InlineData("cf.edge.server_port eq443", true)]
    [InlineData("http.request.method in{\"GET\"\"POST\"}", true)]
    [InlineData("http.request.method matches\"^P\"", true)]
    [InlineData("len (http.host) == 17 and any (http.request.headers[ \"accept\" ][ * ] contains \"text\")", true)]
    // Numbers have the forms of literals where they are indexes too.
    [InlineData("http.request.headers[\"x-list\"][0x1] == \"two\"", true)]
    [InlineData("http.request.headers[\"x-list\"][01] == \"two\"", true)]
    [InlineData("http.request.uri.args[\"filter\"][02] == \"cdn\"", true)]
    [InlineData("cf.edge.server_port ne -9223372036854775808", true)]
    // Addresses that are left short, in sets only.
    [InlineData("ip.src in {192/8}", true)]
    [InlineData("ip.src in {192.0/16 10}", true)]
    [InlineData("ip.src in {192.0.2}", false)]
    public void Evaluates(string expression, bool expected) => Assert.Equal(expected, RuleExpression.Parse(expression).IsMatch(SampleRequest.Create()));

    [Fact]
    public void Strings_are_bytes_so_length_and_contains_count_them()
    {
        var request = new NanoClaw.Edge.Requests.RuleRequest
        {
            Method = "GET",
            Host = "x",
            RawPath = "/",
            Headers = [new("x-name", ByteText.FromText("é☁"))],
        };

        Assert.True(RuleExpression.Parse("""len(http.request.headers["x-name"][0]) == 5""").IsMatch(request));
        Assert.True(RuleExpression.Parse("""http.request.headers["x-name"][0] == "é☁" """).IsMatch(request));
        Assert.True(RuleExpression.Parse("""http.request.headers["x-name"][0] contains "\xe2\x98" """).IsMatch(request));
        Assert.True(RuleExpression.Parse("""http.request.headers["x-name"][0] matches "^é+☁$" """).IsMatch(request));
    }

    [Theory]
    [InlineData("http.request.headers")]
    [InlineData("http.request.cookies")]
    [InlineData("http.request.uri.args")]
    public void The_values_of_a_map_come_sorted_by_their_keys(string map)
    {
        var request = new NanoClaw.Edge.Requests.RuleRequest
        {
            Method = "GET",
            Host = "x",
            RawPath = "/",
            Query = "c=3&a=1&b=2",
            Headers = map.EndsWith("headers", StringComparison.Ordinal) ? [new("C", "3"), new("a", "1"), new("B", "2")] : [new("cookie", "c=3; a=1; b=2")],
        };

        // Arrays meet element by element, as far as the shorter reaches: the first of all must be a's.
        Assert.True(RuleExpression.Parse($$"""any(({{map}}[*][0] eq "1" and {{map}}["a"][*] eq "1"))""").IsMatch(request));
    }

    [Fact]
    public void The_documented_example_of_nested_groups_is_read_as_documented()
    {
        var expression = RuleExpression.Parse(
            """
            (
             (http.host eq "api.example.com" and http.request.uri.path eq "/api/v2/auth") or
             (http.host matches "^(www|store|blog)\.example\.com" and http.request.uri.path contains "wp-login.php") or
             ip.geoip.country in {"CN" "TH" "US" "ID" "KR" "MY" "IT" "SG" "GB"} or ip.geoip.asnum in {12345 54321 11111}
            ) and not ip.src in {11.22.33.0/24}
            """
        );

        Assert.False(expression.IsMatch(SampleRequest.Create()));
        Assert.True(expression.UsesRegex);
        Assert.Equal(["http.host", "http.request.uri.path", "ip.geoip.asnum", "ip.geoip.country", "ip.src"], expression.Fields);
    }

    [Fact]
    public void What_it_uses_is_told_so_that_a_plan_can_be_checked()
    {
        var expression = RuleExpression.Parse("""any(lower(http.request.headers.names[*])[*] == "x") or starts_with(http.host, "a")""");

        Assert.Equal(["http.host", "http.request.headers.names"], expression.Fields);
        Assert.Equal(["any", "lower", "starts_with"], expression.Functions);
        Assert.False(expression.UsesRegex);
    }

    [Fact]
    public void One_expression_is_evaluated_by_many_threads()
    {
        var expression = RuleExpression.Parse("""http.host matches "^agent" and any(http.request.headers["x-list"][*] == "two")""");

        var results = new bool[64];
        Parallel.For(0, results.Length, i => results[i] = expression.IsMatch(SampleRequest.Create()));

        Assert.All(results, Assert.True);
    }
}
