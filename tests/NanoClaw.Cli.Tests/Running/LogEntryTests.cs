using System.Text.Json;
using Microsoft.Extensions.Logging;
using NanoClaw.Cli.Running.Logging;

namespace NanoClaw.Cli.Tests.Running;

public sealed class LogEntryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_person_reads_one_line()
    {
        var entry = New(LogLevel.Warning, "Not\nsent\e[2J.", new IOException("cut\noff"));
        Assert.Equal("12:00:00 warn  OutboxSender: Not sent\uFFFD[2J. (IOException: cut off)", entry.ToLine(new Colours(AreOn: false), hasStack: false));
        Assert.StartsWith("\e[90m12:00:00\e[0m \e[33mwarn \e[0m", entry.ToLine(new Colours(AreOn: true), hasStack: false), StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_reads_an_object_with_the_fields()
    {
        var entry = New(LogLevel.Error, "Not\nsent.", new IOException("cut")) with
        {
            Fields = [new("ChatJid", "tg:1"), new("Retry", 3), new("{OriginalFormat}", "...")],
        };
        var line = entry.ToJson();
        Assert.DoesNotContain('\n', line);
        var json = JsonDocument.Parse(line).RootElement;
        Assert.Equal("2026-07-01T12:00:00Z", json.GetProperty("time").GetString());
        Assert.Equal("error", json.GetProperty("level").GetString());
        Assert.Equal("NanoClaw.Host.Runs.OutboxSender", json.GetProperty("source").GetString());
        Assert.Equal("Not\nsent.", json.GetProperty("message").GetString());
        Assert.Equal("tg:1", json.GetProperty("chatJid").GetString());
        Assert.Equal(3, json.GetProperty("retry").GetInt32());
        Assert.Equal("IOException: cut", json.GetProperty("error").GetString());
        Assert.False(json.TryGetProperty("{OriginalFormat}", out _));
    }

    private static LogEntry New(LogLevel level, string message, Exception? exception) =>
        new(Noon, level, "NanoClaw.Host.Runs.OutboxSender", "LogNotSent", message, [], exception);
}
