using System.Text.Json;
using Microsoft.Extensions.Logging;
using NanoClaw.Home.Running.Logging;
using NanoClaw.Home.Settings;

namespace NanoClaw.Cli.Tests.Running;

public sealed class LogEntryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.FromHours(2));

    [Fact]
    public void A_person_reads_one_line()
    {
        var entry = New(LogLevel.Warning, "Not\nsent\e[2J.", new IOException("cut\noff"));
        Assert.Equal(
            "2026-07-01 12:00:00 +02:00 warn  OutboxSender: Not sent\uFFFD[2J. (IOException: cut off)",
            entry.ToLine(new Colours(AreOn: false), hasStack: false)
        );
        Assert.StartsWith(
            "\e[90m2026-07-01 12:00:00 +02:00\e[0m \e[33mwarn \e[0m",
            entry.ToLine(new Colours(AreOn: true), hasStack: false),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_program_reads_an_object_with_the_fields()
    {
        var entry = New(LogLevel.Error, "Not\nsent.", new IOException("cut")) with
        {
            Fields = [new("Chat", "tg:1"), new("Attempt", 3), new("{OriginalFormat}", "...")],
        };
        var line = entry.ToJson();
        Assert.DoesNotContain('\n', line);
        var json = JsonDocument.Parse(line).RootElement;
        Assert.Equal("2026-07-01T10:00:00Z", json.GetProperty("time").GetString());
        Assert.Equal("error", json.GetProperty("level").GetString());
        Assert.Equal("NanoClaw.Host.Runs.OutboxSender", json.GetProperty("source").GetString());
        Assert.Equal("Not\nsent.", json.GetProperty("message").GetString());
        Assert.Equal("tg:1", json.GetProperty("chat").GetString());
        Assert.Equal(3, json.GetProperty("attempt").GetInt32());
        Assert.Equal("IOException: cut", json.GetProperty("error").GetString());
        Assert.False(json.TryGetProperty("{OriginalFormat}", out _));
    }

    [Fact]
    public void A_log_that_cannot_be_written_stops_nobody_and_goes_on_when_it_can()
    {
        using var disk = new Disk { IsFull = true };
        using var log = LogEntries.To(
            new CliContext
            {
                In = TextReader.Null,
                Out = disk,
                Error = TextWriter.Null,
                ProjectFolder = "",
                Variable = static _ => null,
            },
            LogFormat.Text,
            hasStack: false,
            TimeZoneInfo.Utc
        );
        log.Write(New(LogLevel.Warning, "Not written.", exception: null));
        disk.IsFull = false;
        log.Write(New(LogLevel.Warning, "Written.", exception: null));
        Assert.Equal("2026-07-01 12:00:00 +02:00 warn  OutboxSender: Written.", disk.ToString().TrimEnd());
    }

    private static LogEntry New(LogLevel level, string message, Exception? exception) =>
        new(Noon, level, "NanoClaw.Host.Runs.OutboxSender", "text_not_sent", message, [], exception);

    private sealed class Disk : StringWriter
    {
        public bool IsFull { get; set; }

        public override void WriteLine(string? value)
        {
            if (IsFull)
            {
                throw new IOException("No space left on device");
            }

            base.WriteLine(value);
        }
    }
}
