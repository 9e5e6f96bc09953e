using NanoClaw.Edge.Building;
using NanoClaw.Edge.Language;

namespace NanoClaw.Edge.Tests.Building;

public sealed class RuleConditionTests
{
    private static readonly RuleCondition A = RequestFields.Host.Is("a");
    private static readonly RuleCondition B = RequestFields.Path.StartsWith("/b");
    private static readonly RuleCondition C = RequestFields.IsHttps;

    [Fact]
    public void A_comparison_names_field_operator_and_quoted_value() =>
        Assert.Equal("http.host eq \"agent.example.com\"", RequestFields.Host.Is("agent.example.com").ToString());

    [Fact]
    public void Operators_that_meet_are_kept_apart_by_parentheses()
    {
        Assert.Equal("http.host eq \"a\" and (starts_with(http.request.uri.path, \"/b\") or ssl)", (A & (B | C)).ToString());
        Assert.Equal("(http.host eq \"a\" and starts_with(http.request.uri.path, \"/b\")) or ssl", ((A & B) | C).ToString());
        Assert.Equal("not (http.host eq \"a\" and ssl)", (!(A & C)).ToString());
        Assert.Equal("not (not ssl)", (!!C).ToString());
    }

    [Fact]
    public void Conditions_joined_one_by_one_read_like_those_joined_at_once() => Assert.Equal(RuleCondition.All(A, B, C).ToString(), (A & B & C).ToString());

    [Fact]
    public void A_set_is_the_same_text_in_whatever_order_its_values_come() =>
        Assert.Equal(RequestFields.Host.IsIn("b", "a"), RequestFields.Host.IsIn("a", "b", "a"));

    [Fact]
    public void A_value_cannot_end_its_string()
    {
        const string Hostile = "x\" or ssl or http.host eq \"";
        var parsed = RuleExpression.Parse(RequestFields.Host.Is(Hostile).ToString());

        Assert.Equal(["http.host"], parsed.Fields);
        Assert.Equal("http.host eq \"x\\\" or ssl or http.host eq \\\"\"", RequestFields.Host.Is(Hostile).ToString());
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("a\u0085b")]
    public void A_value_with_a_control_character_is_refused(string value) => Assert.Throws<ArgumentException>(() => RequestFields.Path.Contains(value));

    [Theory]
    [InlineData("Authorization", "HTTP/1.1")]
    [InlineData("authorization", "HTTP/1.1")]
    [InlineData("AUTHORIZATION", "HTTP/1.1")]
    [InlineData("Authorization", "HTTP/2")]
    [InlineData("authorization", "HTTP/2")]
    public void A_header_is_found_however_it_was_spelt_and_by_whatever_protocol_it_came(string sent, string version)
    {
        var request = new NanoClaw.Edge.Requests.RuleRequest
        {
            Method = "POST",
            Host = "a",
            RawPath = "/",
            Version = version,
            Headers = [new(sent, "Bearer x")],
        };

        Assert.True(RuleExpression.Parse(RequestFields.HasHeader("authorization").ToString()).IsMatch(request));
        Assert.False(RuleExpression.Parse(RequestFields.HasHeader("cookie").ToString()).IsMatch(request));
        Assert.Equal(
            version == "HTTP/2" || sent == "authorization",
            RuleExpression.Parse("any(http.request.headers.names[*] eq \"authorization\")").IsMatch(request)
        );
    }

    [Theory]
    [InlineData("CF-Access-Client-Id")]
    [InlineData("x\"] or ssl")]
    [InlineData("")]
    public void A_header_that_no_request_can_carry_is_refused(string name) => Assert.ThrowsAny<ArgumentException>(() => RequestFields.HasHeader(name));

    [Fact]
    public void Nothing_to_join_is_refused_instead_of_matching_everything()
    {
        Assert.Throws<ArgumentException>(() => RuleCondition.All());
        Assert.Throws<ArgumentException>(() => RuleCondition.Any());
        Assert.Throws<ArgumentException>(() => RequestFields.Host.IsIn());
    }

    [Fact]
    public void An_expression_longer_than_Cloudflare_takes_is_refused()
    {
        var tooLong = RequestFields.Host.IsIn(Enumerable.Range(0, 200).Select(i => $"agent-{i:D4}.some-long-domain.example.com"));

        var error = Assert.Throws<InvalidOperationException>(() => tooLong.ToString());
        Assert.Contains("4096", error.Message, StringComparison.Ordinal);
    }
}
