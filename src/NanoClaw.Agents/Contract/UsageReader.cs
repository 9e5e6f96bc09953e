using System.Text.Json;

namespace NanoClaw.Agents;

/// <summary>
/// Reads what a run used, field by field: each run tells it once, and the serializer's objects between its bytes and
/// the record were a twentieth of what a short call allocated.
/// </summary>
internal static class UsageReader
{
    [Flags]
    private enum Required
    {
        None = 0,
        InputTokens = 1,
        OutputTokens = 2,
        Steps = 4,
        DurationMs = 8,
        Model = 16,
        All = 31,
    }

    /// <exception cref="AgentProtocolException">The data is not what the contract says. It is not part of the message.</exception>
    public static AgentUsage Read(ReadOnlySpan<byte> data)
    {
        try
        {
            return ReadFields(data) ?? AgentEventParser.Read(data, WireJson.Context.AgentUsage, "usage");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw AgentEventParser.NotTheContracts("usage");
        }
    }

    /// <summary>Null where several models have shares, or tools were used: lists are the serializer's.</summary>
    private static AgentUsage? ReadFields(ReadOnlySpan<byte> data)
    {
        var seen = Required.None;
        long input = 0,
            cacheRead = 0,
            cacheWrite = 0,
            output = 0,
            duration = 0;
        var steps = 0;
        string? model = null;
        var reader = new Utf8JsonReader(data);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("inputTokens"u8))
            {
                (input, seen) = (Next(ref reader).GetInt64(), seen | Required.InputTokens);
            }
            else if (reader.ValueTextEquals("outputTokens"u8))
            {
                (output, seen) = (Next(ref reader).GetInt64(), seen | Required.OutputTokens);
            }
            else if (reader.ValueTextEquals("steps"u8))
            {
                (steps, seen) = (Next(ref reader).GetInt32(), seen | Required.Steps);
            }
            else if (reader.ValueTextEquals("durationMs"u8))
            {
                (duration, seen) = (Next(ref reader).GetInt64(), seen | Required.DurationMs);
            }
            else if (reader.ValueTextEquals("model"u8))
            {
                (model, seen) = (Next(ref reader).GetString(), seen | Required.Model);
            }
            else if (reader.ValueTextEquals("cacheReadTokens"u8))
            {
                cacheRead = Next(ref reader).GetInt64();
            }
            else if (reader.ValueTextEquals("cacheWriteTokens"u8))
            {
                cacheWrite = Next(ref reader).GetInt64();
            }
            else if (reader.ValueTextEquals("models"u8) || reader.ValueTextEquals("tools"u8))
            {
                return null;
            }
            else
            {
                reader.Skip();
            }
        }

        // Anything after the object is an error here.
        reader.Read();
        return seen is Required.All && model is not null
            ? new AgentUsage
            {
                InputTokens = input,
                CacheReadTokens = cacheRead,
                CacheWriteTokens = cacheWrite,
                OutputTokens = output,
                Steps = steps,
                DurationMs = duration,
                Model = model,
            }
            : throw new JsonException();
    }

    private static ref Utf8JsonReader Next(ref Utf8JsonReader reader)
    {
        reader.Read();
        return ref reader;
    }
}
