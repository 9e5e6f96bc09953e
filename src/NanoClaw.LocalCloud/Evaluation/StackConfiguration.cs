using NanoClaw.Infra.Settings;

namespace NanoClaw.LocalCloud;

/// <summary>A stack's settings as the program gets them. Its text form shows none of them.</summary>
public sealed record StackConfiguration
{
    /// <summary>The project, as in <c>Pulumi.yaml</c>; also the settings' namespace.</summary>
    public const string Project = "nanoclaw";

    public required string Stack { get; init; }

    /// <summary>Full keys, such as <c>nanoclaw:hostname</c>, to values; lists and objects as JSON.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>The keys whose values are secret.</summary>
    public IReadOnlySet<string> SecretKeys { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>What a person should know about these settings; no secret in it.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether the hostnames were given a place on this machine.</summary>
    public bool HasLocalNames { get; init; }

    /// <summary>The value of one of the program's keys, or null.</summary>
    public string? Get(string key) => Values.GetValueOrDefault(FullKey(key));

    /// <summary>The same settings with some of the program's keys set otherwise.</summary>
    public StackConfiguration With(IReadOnlyDictionary<string, string> overrides)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        var values = new Dictionary<string, string>(Values, StringComparer.Ordinal);
        var secretKeys = new HashSet<string>(SecretKeys, StringComparer.Ordinal);
        foreach (var (key, value) in overrides)
        {
            values[FullKey(key)] = value;
            if (SettingKeys.Find(key) is { Secret: true })
            {
                secretKeys.Add(FullKey(key));
            }
        }

        return this with
        {
            Values = values,
            SecretKeys = secretKeys,
        };
    }

    public override string ToString() => $"{nameof(StackConfiguration)} {{ {Stack} }}";

    private static string FullKey(string key) => key.Contains(':', StringComparison.Ordinal) ? key : $"{Project}:{key}";
}
