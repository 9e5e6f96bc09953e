using System.Text.Json;
using NanoClaw.Cli.Installing;

namespace NanoClaw.Cli.Tests.Administration;

/// <summary>The whole screen, as a person and as a program read it.</summary>
public sealed class StatusTests : StatusFixture
{
    private static string OwnVersion =>
        ThisProgram.Version is { Build: { } commit } own ? $"{own.Text} (commit {commit[..Math.Min(commit.Length, 12)]})" : ThisProgram.Version.Text;

    [Fact]
    public async Task Without_a_store_it_says_so_and_makes_none()
    {
        await RunAsync("status");
        Assert.Equal("", Nanoclaw.Output);
        Assert.Contains("There is no store at", Nanoclaw.Error, StringComparison.Ordinal);
        await RunAsync("status", "--json");
        Assert.Equal("null\n", Nanoclaw.Output.ReplaceLineEndings("\n"));
        Assert.False(File.Exists(StorePath));
    }

    [Fact]
    public async Task One_screen_tells_all_that_the_store_knows()
    {
        await FillAsync();

        await RunAsync("status");

        Assert.Equal(
            $"""
            Andy      not running: this is what the store knows. To start it: nanoclaw run
            version   {OwnVersion}
            store     {StorePath}
            channels  not known while the assistant does not answer
            agent     answers, as far as is known
            queue     1 run under way
                      family: messages, since 12:58, retry 2
            outbox    1 text to send, 1 tried before, the oldest since 12:00
            budget    normal: $5.00 so far, $5.00 projected; saves from $12.00, stops at $14.50; new month 2026-04-01 02:00; by the limits of this command's settings
            backup    none yet: nanoclaw backup
            usage     3 runs, 1 failed, 1,500 tokens in and 25 out since 2026-03-01 01:00
            times     Europe/Paris; it is 2026-03-01 13:00

            Groups
            FOLDER       WAITING  LAST MESSAGE  LAST RUN       RUNS         TOKENS  NAME
            main (main)  2        13:00         10:00 failed   1, 1 failed  0       main
            family       0        13:00         12:58 running  2            1,525   family
            work         2        13:00         -              0            0       work
            main waits: the assistant is not running.
            work waits: the assistant is not running.

            Next tasks
            NEXT RUN  GROUP   ID        PROMPT
            due       family  task-now  prompt of task-now
            13:05     family  task-5    prompt of task-5

            Last errors
            AT     KIND  WHERE   WHAT
            12:30  text  tg:9    bot was blocked
            11:00  task  task-5  no route
            10:01  run   main    model_unavailable

            """,
            Nanoclaw.Output.ReplaceLineEndings("\n")
        );
    }

    [Fact]
    public async Task Json_has_stable_names_and_times_in_utc()
    {
        await FillAsync();

        var status = await RunJsonAsync("status");

        Assert.Equal(
            ["at", "assistant", "channels", "agent", "queue", "outbox", "budget", "backup", "setAside", "held", "usage", "groups", "nextTasks", "errors"],
            status.EnumerateObject().Select(property => property.Name)
        );
        Assert.Equal("2026-03-01T12:00:00.000Z", status.GetProperty("at").GetString());
        Assert.False(status.GetProperty("assistant").GetProperty("running").GetBoolean());
        Assert.Equal(JsonValueKind.Null, status.GetProperty("channels").ValueKind);
        Assert.Equal("r-now", status.GetProperty("queue").GetProperty("runs")[0].GetProperty("runId").GetString());
        Assert.Equal(5m, status.GetProperty("budget").GetProperty("soFarUsd").GetDecimal());
        Assert.Equal("normal", status.GetProperty("budget").GetProperty("state").GetString());
        Assert.Equal(1500, status.GetProperty("usage")[0].GetProperty("inputTokens").GetInt64());
        Assert.Equal(2, status.GetProperty("groups")[0].GetProperty("waitingMessages").GetInt32());
        Assert.Equal("bot was blocked", status.GetProperty("errors")[0].GetProperty("what").GetString());
    }
}
