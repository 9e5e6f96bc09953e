using System.Collections.Frozen;
using static NanoClaw.Edge.Language.RuleType;

namespace NanoClaw.Edge.Language.Typing;

/// <summary>
/// The functions an expression may use on this machine.
/// Source: https://developers.cloudflare.com/ruleset-engine/rules-language/functions/.
/// </summary>
internal static class FunctionTable
{
    private static readonly RuleParameter Text = new([RuleType.Text], ArgumentKind.Field);
    private static readonly RuleParameter LiteralText = new([RuleType.Text], ArgumentKind.Literal);
    private static readonly RuleParameter AnyText = new([RuleType.Text], ArgumentKind.Either);
    private static readonly RuleParameter Strings = new([ArrayOf(RuleType.Text)], ArgumentKind.Field);
    private static readonly RuleParameter NumberParameter = new([Number], ArgumentKind.Either);
    private static readonly RuleParameter Address = new([Ip], ArgumentKind.Field);

    private static readonly RuleFunction[] Functions =
    [
        new("lower", [Text], 1, _ => RuleType.Text, StringFunctions.Lower),
        new("upper", [Text], 1, _ => RuleType.Text, StringFunctions.Upper),
        new("len", [new([RuleType.Text, ArrayOf(RuleType.Text)], ArgumentKind.Field)], 1, _ => Number, StringFunctions.Length),
        new("starts_with", [Text, AnyText], 2, _ => RuleType.Boolean, StringFunctions.StartsWith),
        new("ends_with", [Text, AnyText], 2, _ => RuleType.Boolean, StringFunctions.EndsWith),
        new("substring", [Text, NumberParameter, NumberParameter], 2, _ => RuleType.Text, StringFunctions.Substring),
        new("remove_bytes", [Text, LiteralText], 2, _ => RuleType.Text, StringFunctions.RemoveBytes),
        new("url_decode", [Text, LiteralText with { Check = StringFunctions.CheckDecodeOptions }], 1, _ => RuleType.Text, StringFunctions.UrlDecode),
        new("decode_base64", [Text], 1, _ => RuleType.Text, StringFunctions.DecodeBase64),
        new("join", [Strings, AnyText], 2, _ => RuleType.Text, StringFunctions.Join),
        new("concat", [new([RuleType.Text, ArrayOf(RuleType.Text), Booleans, ArrayOf(Number)], ArgumentKind.Either)], 2, first => first, StringFunctions.Concat)
        {
            IsVariadic = true,
        },
        new("cidr", [Address, Bits(32), Bits(128)], 3, _ => Ip, AddressFunctions.Cidr),
        new("cidr6", [Address, Bits(128)], 2, _ => Ip, AddressFunctions.Cidr6),
    ];

    private static readonly FrozenDictionary<string, RuleFunction> ByName = Functions.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, RuleFunction>.AlternateLookup<ReadOnlySpan<char>> BySpan = ByName.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenDictionary<string, string> Refused = new Dictionary<string, string>
    {
        ["regex_replace"] = "is for rewrite and redirect rules only",
        ["wildcard_replace"] = "is for rewrite and redirect rules only",
        ["remove_query_args"] = "is for rewrite rules only",
        ["to_string"] = "is for rewrite and redirect rules only",
        ["uuidv4"] = "is for rewrite rules only",
        ["split"] = "is for response header transform and custom error rules only",
        ["encode_base64"] = "is for header transform rules only",
        ["sha256"] = "needs enablement by Cloudflare",
        ["is_timed_hmac_valid_v0"] = "needs a Pro plan, and is not reproduced on this machine",
        ["lookup_json_string"] = "is not reproduced on this machine",
        ["lookup_json_integer"] = "is not reproduced on this machine",
        ["bit_slice"] = "is for packets, not for requests",
    }.ToFrozenDictionary();

    public static IReadOnlyList<string> Names { get; } = [.. Functions.Select(f => f.Name), "any", "all"];

    public static bool TryGet(ReadOnlySpan<char> name, out RuleFunction function) => BySpan.TryGetValue(name, out function!);

    /// <summary>Why a function that Cloudflare has cannot be used here, or null.</summary>
    public static string? WhyRefused(string name) => Refused.GetValueOrDefault(name);

    private static RuleParameter Bits(int maximum) =>
        new([Number], ArgumentKind.Literal)
        {
            Check = value => value.AsInteger >= 1 && value.AsInteger <= maximum ? null : $"expected 1 to {maximum} network bits",
        };
}
