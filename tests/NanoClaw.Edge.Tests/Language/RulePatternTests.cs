using NanoClaw.Edge.Language.Patterns;
using NanoClaw.Edge.Values;

namespace NanoClaw.Edge.Tests.Language;

/// <summary>Regular expressions: each verdict is the one of Rust's engine as Cloudflare has it set.</summary>
public sealed class RulePatternTests
{
    [Theory]
    [InlineData("a{ 1 }b", "ab", true)]
    [InlineData("^a{ 1 , 2 }$", "aa", true)]
    [InlineData("^a{2,}$", "a", false)]
    [InlineData(@"\<b\>", "a b c", true)]
    [InlineData(@"\<b\>", "abc", false)]
    [InlineData(@"\bb\B", "a bc", true)]
    [InlineData(@"\b{start}b", "ab", false)]
    [InlineData(@"a\b{end-half}", "ab", false)]
    [InlineData("^(?:a**)+b$", "aab", true)]
    [InlineData("^a{1}{2}$", "aa", true)]
    [InlineData("^a{1200}$", "a", false)]
    [InlineData("a$", "a\n", false)]
    [InlineData("(?m)a$", "a\nb", true)]
    [InlineData("(?Rm)^b$", "a\r\nb\r\n", true)]
    [InlineData("^.$", "\n", false)]
    [InlineData("(?s)^.$", "\n", true)]
    [InlineData("(?x) a b # and no more", "ab", true)]
    [InlineData("^(?i)a(?-i)B$", "AB", true)]
    [InlineData("(?i:a)b", "AB", false)]
    [InlineData("[a-c&&b-d]", "a", false)]
    [InlineData("[a-c--b]", "b", false)]
    [InlineData("[a-c~~b-d]", "d", true)]
    [InlineData("[^[:alpha:]_]", "a_", false)]
    [InlineData("[[a-b]c]", "c", true)]
    [InlineData("[]a]", "]", true)]
    [InlineData("[--a]", "-", true)]
    [InlineData(@"[\w-]+\.$", "a-b.", true)]
    [InlineData("(?P<name>a)(?<other>b)", "ab", true)]
    [InlineData("}", "}", true)]
    [InlineData("(|a)b", "b", true)]
    [InlineData(@"\x61\u0062\U00000063", "abc", true)]
    public void Matches_as_there(string pattern, string value, bool expected) => Assert.Equal(expected, RulePattern.Parse(pattern, out _)!.IsMatch(value));

    [Theory]
    [InlineData("a{", "unclosed counted repetition")]
    [InlineData("{", "repetition operator missing expression")]
    [InlineData("a{x}", "repetition quantifier expects a valid decimal")]
    [InlineData("a{,2}", "repetition quantifier expects a valid decimal")]
    [InlineData("a{2,1}", "the start must be <= the end")]
    [InlineData("(?i)*", "repetition operator missing expression")]
    [InlineData("(?<n>a)(?P<n>b)", "duplicate capture group name n")]
    [InlineData("(?<1>a)", "invalid capture group character")]
    [InlineData("(?-)", "dangling flag negation operator")]
    [InlineData("(?ii)", "duplicate flag")]
    [InlineData("(?)", "repetition operator missing expression")]
    [InlineData("(?>a)", "unrecognized flag")]
    [InlineData("(?=a)", "look-around")]
    [InlineData(@"(a)\1", "backreferences are not supported")]
    [InlineData("(", "unclosed group")]
    [InlineData(")", "unopened group")]
    [InlineData("[a", "unclosed character class")]
    [InlineData("[]", "unclosed character class")]
    [InlineData("[z-a]", "invalid character class range")]
    [InlineData(@"[\d-z]", "must be a literal")]
    [InlineData(@"[\b]", "invalid escape sequence found in character class")]
    [InlineData(@"\q", "unrecognized escape sequence")]
    [InlineData(@"\xg1", "invalid hexadecimal digit")]
    [InlineData("[é]", "a character class holds bytes")]
    [InlineData(@"\pL", "Unicode-aware classes need (?u)")]
    [InlineData("(?u)a", "the flag (?u) is not reproduced on this machine")]
    [InlineData("((a{1000}){1000}){1000}", "too large")]
    public void Is_refused_as_there(string pattern, string reason)
    {
        Assert.Null(RulePattern.Parse(pattern, out var error));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_is_bytes_and_so_is_a_character_of_two_digits()
    {
        Assert.True(RulePattern.Parse("^é+$", out _)!.IsMatch(ByteText.FromText("éé")));
        Assert.True(RulePattern.Parse(@"^\u00e9$", out _)!.IsMatch(ByteText.FromText("é")));
        Assert.False(RulePattern.Parse(@"^\xe9$", out _)!.IsMatch(ByteText.FromText("é")));
        Assert.True(RulePattern.Parse(@"^\xe9$", out _)!.IsMatch("é"));
        // Without (?u) case is ASCII's.
        Assert.False(RulePattern.Parse("(?i)É", out _)!.IsMatch(ByteText.FromText("é")));
    }

    [Fact]
    public void A_pattern_with_more_states_than_are_kept_still_matches_and_from_many_threads()
    {
        // One state for each of the 2^14 ways in which the last bytes can be.
        var pattern = RulePattern.Parse("(?:a.{13}b|c)$", out _)!;
        var random = new Random(1);
        var values = Enumerable.Range(0, 64).Select(_ => string.Concat(Enumerable.Range(0, 400).Select(_ => random.Next(2) == 0 ? 'a' : 'b'))).ToArray();

        Parallel.ForEach(values, value => Assert.Equal(value[^15] == 'a' && value[^1] == 'b', pattern.IsMatch(value)));
    }

    [Fact]
    public void Nesting_ends_in_a_refusal()
    {
        Assert.NotNull(RulePattern.Parse(new string('(', 200) + "a" + new string(')', 200), out _));
        Assert.Null(RulePattern.Parse(new string('(', 2000), out _));
        Assert.Null(RulePattern.Parse(new string('[', 2000), out _));
        Assert.Null(RulePattern.Parse("a" + new string('*', 2000), out _));
    }
}
