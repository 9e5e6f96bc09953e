using System.Collections.Immutable;
using System.Text.Json;

namespace Pulumi;

/// <summary>What the engine hands over in <c>PULUMI_CONFIG</c>: JSON, full keys to values.</summary>
internal sealed class StackConfiguration(ImmutableDictionary<string, string> values)
{
    public static StackConfiguration FromEnvironment()
    {
        var values = ImmutableDictionary.CreateBuilder<string, string>();
        if (Environment.GetEnvironmentVariable("PULUMI_CONFIG") is { } json)
        {
            using var document = JsonDocument.Parse(json);
            foreach (var entry in document.RootElement.EnumerateObject())
            {
                values[ShortKey(entry.Name)] = entry.Value.ToString();
            }
        }

        return new StackConfiguration(values.ToImmutable());
    }

    public string? Find(string fullKey) => values.GetValueOrDefault(fullKey);

    // "project:config:key" is an older spelling of "project:key".
    private static string ShortKey(string key) => key.Split(':', 3) is [{ Length: > 0 } project, "config", var rest] ? $"{project}:{rest}" : key;
}
