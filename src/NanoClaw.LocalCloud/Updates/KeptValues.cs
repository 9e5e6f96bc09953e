using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanoClaw.Infra.Settings;

namespace NanoClaw.LocalCloud.Updates;

/// <summary>
/// Values as a plan keeps them. A secret that a person gave is only said to be there. One that the local providers made has a
/// fingerprint, so that a change is seen: those are the same on every machine and protect nothing. Long texts are kept as their hash.
/// </summary>
internal sealed class KeptValues
{
    private const int LongestKept = 512;
    private const int FingerprintDigits = 8;
    private const int HashDigits = 16;
    private const string LongText = " characters]";

    private readonly HashSet<string> _given;
    private readonly HashSet<string> _made;

    public KeptValues(StackConfiguration configuration)
    {
        var keys = SettingKeys.All.Where(d => d.Secret).Select(d => $"{SettingKeys.Namespace}:{d.Key}").Concat(configuration.SecretKeys);
        var secrets = keys.Select(configuration.Values.GetValueOrDefault).OfType<string>().Where(s => s.Length > 0).ToHashSet(StringComparer.Ordinal);
        _given = [.. secrets.Where(s => !ProviderValues.IsThrowAway(s))];
        _made = [.. secrets.Where(ProviderValues.IsThrowAway)];
    }

    /// <summary>A resource's inputs as they are kept.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="secrets">The secrets that providers have made so far.</param>
    public JsonObject Inputs(JsonObject inputs, IReadOnlyCollection<string> secrets)
    {
        var known = Known(secrets);
        var kept = (JsonObject)Apply(inputs, known)!;
        var bindings = (inputs["bindings"] as JsonArray ?? []).OfType<JsonObject>();
        foreach (var (binding, shown) in bindings.Zip((kept["bindings"] as JsonArray ?? []).OfType<JsonObject>()))
        {
            if (binding["type"]?.ToString() == "secret_text" && binding["text"] is { } text)
            {
                shown["text"] = Masked(text.ToString(), known);
            }
        }

        return kept;
    }

    /// <summary>The outputs as they are kept.</summary>
    public JsonObject Outputs(EvaluatedStack stack)
    {
        var known = Known(stack.SecretValues);
        return new JsonObject(
            stack.Declared.Outputs.Select(o =>
                KeyValuePair.Create(o.Key, stack.SecretOutputs.Contains(o.Key) ? Masked(o.Value?.ToString() ?? "", known) : Apply(o.Value, known))
            )
        );
    }

    /// <summary>
    /// Whether two kept values may be one: a long text and its hash, which printed plans and kept ones do not shorten at the same
    /// length; and of a secret or a long text that was kept without a fingerprint it is not known.
    /// </summary>
    public static bool MayBeEqual(string one, string other) =>
        one == other || one == Shortened(other) || Shortened(one) == other || IsVagueFor(one, other) || IsVagueFor(other, one);

    private static bool IsVagueFor(string vague, string other) =>
        (vague == StackPlan.Secret || (vague.StartsWith('[') && vague.EndsWith(LongText, StringComparison.Ordinal)))
        && other.StartsWith(vague[..^1], StringComparison.Ordinal);

    private static string SecretStart => StackPlan.Secret[..^1];

    private HashSet<string> Known(IReadOnlyCollection<string> secrets)
    {
        var known = new HashSet<string>(_made, StringComparer.Ordinal);
        known.UnionWith(secrets.Where(s => s.Length > 0 && !_given.Contains(s)));
        return known;
    }

    private JsonNode? Apply(JsonNode? node, HashSet<string> known) =>
        node switch
        {
            null => null,
            JsonObject map => new JsonObject(map.Select(p => KeyValuePair.Create(p.Key, Apply(p.Value, known)))),
            JsonArray list => new JsonArray([.. list.Select(n => Apply(n, known))]),
            _ => node.GetValueKind() == JsonValueKind.String ? Kept(node.GetValue<string>(), known) : node.DeepClone(),
        };

    private JsonNode Kept(string value, HashSet<string> known) =>
        IsSecret(value, known) ? Masked(value, known)
        : value.Length > LongestKept ? Shortened(value)
        : value;

    private static string Shortened(string value) => $"[{value.Length}{LongText[..^1]}, sha256 {Hash(value)[..HashDigits]}]";

    private bool IsSecret(string value, HashSet<string> known) => _given.Concat(known).Any(secret => value.Contains(secret, StringComparison.Ordinal));

    // What is made from a secret of a person's, or might be, gets no fingerprint: a short one could be guessed by it.
    private string Masked(string value, HashSet<string> known)
    {
        var isMade =
            !_given.Any(s => value.Contains(s, StringComparison.Ordinal)) && known.Any(s => value.Contains(s, StringComparison.Ordinal) || Hash(s) == value);
        return isMade ? $"{SecretStart} {Hash(value)[..FingerprintDigits]}]" : StackPlan.Secret;
    }

    private static string Hash(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)));
}
