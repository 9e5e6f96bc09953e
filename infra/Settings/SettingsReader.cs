using System.Globalization;
using System.Text.Json;

namespace NanoClaw.Infra.Settings;

/// <summary>Reads values of the configuration by type, and keeps every mistake instead of stopping at the first.</summary>
internal sealed class SettingsReader(IReadOnlyDictionary<string, string> values)
{
    private readonly List<SettingMistake> _mistakes = [];

    public IReadOnlyList<SettingMistake> Mistakes => _mistakes;

    /// <summary>Notes a mistake in a key that was read.</summary>
    public void Refuse(string key, string rule, string wayOut) => _mistakes.Add(new(key, Shown(key), rule, wayOut));

    /// <summary>Notes keys that nobody reads: usually a misspelt one.</summary>
    public void RefuseUnknownKeys()
    {
        foreach (var key in values.Keys.Where(k => SettingKeys.Find(k) is null).Order(StringComparer.Ordinal))
        {
            var nearest = SettingKeys.All.MinBy(d => Distance(key, d.Key))!.Key;
            _mistakes.Add(
                new(
                    key,
                    Value: null,
                    "there is no such key",
                    Distance(key, nearest) <= 3
                        ? $"Did you mean {nearest}? Rename it, or remove it with 'pulumi config rm {key}'"
                        : $"Remove it with 'pulumi config rm {key}'; Pulumi.yaml lists the keys"
                )
            );
        }
    }

    /// <summary>Notes secrets that stand in the stack's file as they are.</summary>
    public void RefuseSecretsInClear(IReadOnlySet<string> encrypted)
    {
        foreach (var definition in SettingKeys.All.Where(d => d.Secret && Text(d.Key) is not null and not "none" && !encrypted.Contains(d.Key)))
        {
            Refuse(
                definition.Key,
                "it is stored in clear, and is a secret",
                $"Set it with 'pulumi config set --secret {definition.Key}', and make a new one if the file was shared"
            );
        }
    }

    /// <summary>The text, or null where the key is absent or empty.</summary>
    public string? Text(string key)
    {
        var text = Raw(key).Trim();
        return text.Length == 0 ? null : text;
    }

    /// <summary>The text of a key that must be there; an empty string stands in where it is not, after the mistake was noted.</summary>
    public string RequiredText(string key, string what)
    {
        if (Text(key) is { } text)
        {
            return text;
        }

        _mistakes.Add(new(key, Value: null, "it is missing", $"Set {what} with 'pulumi config set {key} <value>'"));
        return "";
    }

    public int Integer(string key, int min, int max, string unit)
    {
        if (int.TryParse(Raw(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        Refuse(key, $"it must be a whole number of {unit} from {min} to {max}", $"Set it with 'pulumi config set {key} <number>'");
        return min;
    }

    public bool Flag(string key)
    {
        switch (Raw(key))
        {
            case "true":
                return true;
            case "false":
                return false;
            default:
                Refuse(key, "it must be true or false", $"Set it with 'pulumi config set {key} true'");
                return false;
        }
    }

    public T Choice<T>(string key, T fallback, params ReadOnlySpan<(string Name, T Value)> choices)
    {
        var text = Text(key);
        List<string> names = [];
        foreach (var (name, value) in choices)
        {
            if (name == text)
            {
                return value;
            }

            names.Add(name);
        }

        Refuse(
            key,
            text is null ? "it is missing" : "it is not one of the choices",
            $"Choose {string.Join(", ", names)}: 'pulumi config set {key} {names[0]}'"
        );
        return fallback;
    }

    /// <summary>The strings of a list, in the order they were written.</summary>
    public IReadOnlyList<string> List(string key)
    {
        var raw = Raw(key).Trim();
        if (raw.Length == 0)
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(raw);
            if (document.RootElement.ValueKind == JsonValueKind.Array && document.RootElement.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String))
            {
                return [.. document.RootElement.EnumerateArray().Select(e => e.GetString()!)];
            }
        }
        catch (JsonException)
        {
            // Said below, together with lists that hold something else.
        }

        Refuse(key, "it must be a list of strings", $"Write a YAML list, or 'pulumi config set --path {key}[0] <value>'");
        return [];
    }

    private string Raw(string key)
    {
        var definition = SettingKeys.Find(key) ?? throw new ArgumentException($"'{key}' is not in {nameof(SettingKeys)}.", nameof(key));
        return values.GetValueOrDefault(key) ?? definition.Default ?? "";
    }

    private string? Shown(string key) => SettingKeys.Find(key) is { Secret: true } ? null : Text(key);

    // Levenshtein: enough to tell a slip of the hand from another word.
    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1] + 1, previous[j] + 1), previous[j - 1] + cost);
            }

            previous = current;
        }

        return previous[right.Length];
    }
}
