using System.Text;
using System.Text.Json;

namespace NanoClaw.Agents.Tests;

/// <summary>What is read by hand is read as the serializer would, and refused as it would.</summary>
public sealed class UsageReaderTests
{
    public static TheoryData<string> Data =>
        [
            """{"inputTokens":812,"outputTokens":41,"steps":2,"durationMs":1530,"model":"demo"}""",
            """{"model":"d\u0065mo","durationMs":0,"steps":-1,"outputTokens":9223372036854775807,"inputTokens":1,"cacheReadTokens":7,"cacheWriteTokens":8}""",
            """ {"inputTokens":1,"later":{"inputTokens":[{"model":1}]},"outputTokens":1,"steps":1,"durationMs":1,"model":"m"} """,
            """{"inputTokens":1,"inputTokens":2,"outputTokens":1,"steps":1,"durationMs":1,"model":"m"}""",
            """{"input\u0054okens":3,"outputTokens":1,"steps":1,"durationMs":1,"model":"m"}""",
            """
                {"inputTokens":1,"outputTokens":1,"steps":1,"durationMs":1,"model":"m",
                "models":[{"model":"m","inputTokens":1,"cacheReadTokens":0,"cacheWriteTokens":0,"outputTokens":1}]}
                """,
            """{"inputTokens":1,"outputTokens":1,"steps":1,"durationMs":1,"model":"m","models":null}""",
            """{"outputTokens":1,"steps":1,"durationMs":1,"model":"m"}""",
            """{"inputTokens":1,"outputTokens":1,"steps":1,"durationMs":1}""",
            """{"inputTokens":1,"outputTokens":1,"steps":1,"durationMs":1,"model":null}""",
            """{"inputTokens":1,"outputTokens":1,"steps":1,"durationMs":1,"model":7}""",
            """{"inputTokens":"1","outputTokens":1,"steps":1,"durationMs":1,"model":"m"}""",
            """{"inputTokens":1.5,"outputTokens":1,"steps":1,"durationMs":1,"model":"m"}""",
            """{"inputTokens":1,"outputTokens":1,"steps":2147483648,"durationMs":1,"model":"m"}""",
            """{"inputTokens":1,"outputTokens":1,"steps":1,"durationMs":1,"model":"m","cacheReadTokens":null}""",
            """{"inputTokens":1,"outputTokens":1,"steps":1,"durationMs":1,"model":"\ud800"}""",
            """{"inputTokens":1,"outputTokens":1,"steps":1,"durationMs":1,"model":"m"} {}""",
            """{"inputTokens":1,"outputTokens":1,"steps":1,"durationMs":1,"model":"m","models":[]""",
            """{"inputTokens":1,"outputTokens":1,"steps":1,"durationMs":1,"model":"m" """,
            "[1]",
            "null",
            "7",
            "",
            "{}",
        ];

    [Theory]
    [MemberData(nameof(Data))]
    public void Usage_is_read_as_the_serializer_reads_it(string data) =>
        Assert.Equal(Outcome(bytes => JsonSerializer.Deserialize(bytes, WireJson.Context.AgentUsage), data), Outcome(bytes => UsageReader.Read(bytes), data));

    [Theory]
    [InlineData("""{"sessionId":"s_1","model":"m"}""", "s_1", "m")]
    [InlineData("""{"model":null,"sessionId":"s_1","later":[1]}""", "s_1", null)]
    [InlineData("""{"sessionId":"s_1"}""", "s_1", null)]
    public void The_end_may_name_the_model(string data, string session, string? model)
    {
        var done = Assert.IsType<AgentEvent.Done>(AgentEventParser.Parse("done", Encoding.UTF8.GetBytes(data), 9));
        Assert.Equal((session, model, 9), (done.SessionId, done.Model, done.EventId));
    }

    [Theory]
    [InlineData("done", "{}")]
    [InlineData("done", """{"sessionId":null}""")]
    [InlineData("done", """{"sessionId":"s_1","model":7}""")]
    [InlineData("started", """{"runId":"r"}""")]
    [InlineData("started", """{"runId":"r","sessionId":null}""")]
    public void A_field_that_is_missing_or_of_another_kind_breaks_the_contract(string type, string data) =>
        Assert.Throws<AgentProtocolException>(() => AgentEventParser.Parse(type, Encoding.UTF8.GetBytes(data), 1));

    private static string Outcome(Func<byte[], AgentUsage?> read, string data)
    {
        try
        {
            return read(Encoding.UTF8.GetBytes(data)) is { } usage ? $"{usage with { Models = null }} {string.Join(';', usage.Models ?? [])}" : "refused";
        }
        catch (Exception exception) when (exception is AgentProtocolException or JsonException)
        {
            return "refused";
        }
    }
}
