using System.Text.Json;
using System.Text.Json.Nodes;

namespace NanoClaw.Home.Configuration;

/// <summary>
/// An <c>appsettings.json</c>: the same keys at its top level, all other members kept in their order. Comments cannot
/// be kept, so a file with comments is refused.
/// </summary>
public sealed class AppSettingsDocument : IConfigurationDocument
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonObject _root;
    private readonly string _original;
    private bool _changed;

    private AppSettingsDocument(JsonObject root, string original)
    {
        _root = root;
        _original = original;
    }

    public string Text => _changed ? _root.ToJsonString(Indented) + "\n" : _original;

    public static AppSettingsDocument Parse(string text, string name)
    {
        try
        {
            return new AppSettingsDocument(string.IsNullOrWhiteSpace(text) ? [] : JsonNode.Parse(text)!.AsObject(), text);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new CliException(
                $"{name} is not one plain JSON object (comments cannot be kept, so they are refused too). Mend it; nothing was changed.",
                ExitCode.Usage
            );
        }
    }

    public string? ValueOf(string key) =>
        _root[key] switch
        {
            null => null,
            JsonValue value when value.TryGetValue<string>(out var text) => text,
            var other => other.ToJsonString(),
        };

    public void Put(string key, string? value)
    {
        _changed = true;
        if (value is null)
        {
            _root.Remove(key);
        }
        else
        {
            _root[key] = value;
        }
    }
}
