using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace NanoClaw.Home.Running.Logging;

/// <summary>One thing the process says about itself.</summary>
public sealed record LogEntry(
    DateTimeOffset Time,
    LogLevel Level,
    string Category,
    string? Event,
    string Message,
    IReadOnlyList<KeyValuePair<string, object?>> Fields,
    Exception? Exception
)
{
    private const string Template = "{OriginalFormat}";

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The level as v1 and most log viewers have it.</summary>
    public string LevelName =>
        Level switch
        {
            LogLevel.Trace => "trace",
            LogLevel.Debug => "debug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            LogLevel.Error => "error",
            _ => "fatal",
        };

    /// <summary>Who says it, without the namespaces.</summary>
    public string Source => Category[(Category.LastIndexOf('.') + 1)..];

    /// <summary>One line, with date and zone; of an exception its kind and message, and with <paramref name="hasStack"/> its stack below.</summary>
    public string ToLine(Colours colours, bool hasStack)
    {
        var line = new StringBuilder();
        line.Append(colours.Grey(Time.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)))
            .Append(' ')
            .Append(Shade(colours))
            .Append(' ')
            .Append(colours.Grey($"{Source}:"))
            .Append(' ')
            .Append(OneLine(Message));
        if (Exception is not null)
        {
            line.Append(OneLine($" ({Exception.GetType().Name}: {Exception.Message})"));
        }

        return hasStack && Exception?.StackTrace is { } stack ? $"{line}\n{TerminalText.Safe(stack)}" : line.ToString();
    }

    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("time", Time.UtcDateTime);
            json.WriteString("level", LevelName);
            json.WriteString("source", Category);
            json.WriteString("event", Event);
            json.WriteString("message", Message);
            foreach (var (name, value) in Fields.Where(field => field.Key != Template))
            {
                WriteField(json, JsonNamingPolicy.CamelCase.ConvertName(name), value);
            }

            if (Exception is not null)
            {
                json.WriteString("error", $"{Exception.GetType().Name}: {Exception.Message}");
                json.WriteString("stack", Exception.StackTrace);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private string Shade(Colours colours)
    {
        var name = LevelName.PadRight(5);
        return Level switch
        {
            LogLevel.Warning => colours.Yellow(name),
            LogLevel.Error or LogLevel.Critical => colours.Red(name),
            _ => colours.Grey(name),
        };
    }

    private static string OneLine(string text) => TerminalText.Safe(text).Replace('\n', ' ');

    private static void WriteField(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(name);
                break;
            case int or long or short:
                json.WriteNumber(name, Convert.ToInt64(value));
                break;
            case decimal number:
                json.WriteNumber(name, number);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            default:
                json.WriteString(name, value.ToString());
                break;
        }
    }
}
