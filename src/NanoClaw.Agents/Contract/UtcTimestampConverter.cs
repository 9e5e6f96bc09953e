using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoClaw.Agents;

/// <summary>
/// ISO 8601 in UTC with milliseconds and a <c>Z</c>, as JavaScript's <c>toISOString</c> writes it; public, so that
/// others' generated serializers reach it too.
/// </summary>
public sealed class UtcTimestampConverter : JsonConverter<DateTimeOffset?>
{
    /// <inheritdoc />
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? null : reader.GetDateTimeOffset();

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } time)
        {
            writer.WriteStringValue(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
