using System.Text.Json;

namespace NanoClaw.Infra.Settings;

/// <summary>The keys of the models after the first.</summary>
public static class NextModelKeys
{
    /// <summary>In the order of the models, which are counted from 1.</summary>
    public static IReadOnlyList<string> All { get; } = [SettingKeys.ModelApiKey2, SettingKeys.ModelApiKey3, SettingKeys.ModelApiKey4];

    /// <summary>Those without which a stack is refused: of models at a place where none before them is.</summary>
    /// <param name="provider">The first model's.</param>
    /// <param name="baseUrl">The first model's; empty where it has none.</param>
    /// <param name="nextModels">The list, as Pulumi hands it over; what is no list needs nothing here, and is refused elsewhere.</param>
    public static IReadOnlySet<string> Needed(string provider, string baseUrl, string nextModels)
    {
        var places = new HashSet<(string, string)> { (provider, baseUrl) };
        return Lines(nextModels)
            .Zip(All)
            .Select(model => (Words: model.First.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), Key: model.Second))
            .Where(model =>
                model.Words is ["anthropic" or "openai", ..]
                && places.Add((model.Words[0], model.Words.FirstOrDefault(word => word.Contains("://", StringComparison.Ordinal)) ?? ""))
            )
            .Select(model => model.Key)
            .ToHashSet(StringComparer.Ordinal);
    }

    private static IReadOnlyList<string> Lines(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind is JsonValueKind.Array
                ? [.. document.RootElement.EnumerateArray().Where(line => line.ValueKind is JsonValueKind.String).Select(line => line.GetString()!)]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
