using System.Text.Json;
using System.Text.Json.Serialization;
using CsCheck;
using NanoClaw.Host.Scheduling;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests;

/// <summary>The schedules of tests/contract, which the Worker's tests read too: both sides mean the same by one.</summary>
[Trait("v1", "scheduler")]
public sealed class GoldenScheduleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<string> Expressions = Gen.OneOf(
        Gen.OneOf(
                "*",
                "?",
                "H",
                "L",
                "W",
                "5L",
                "1#1",
                "1#9",
                "#",
                "*/5",
                "*/90",
                "/",
                "-",
                ",",
                "22-2",
                "1-5/2",
                "fri-mon",
                "jan",
                "31",
                "2",
                "0",
                "7",
                "٣",
                "@daily",
                "@every_second",
                "\u0085",
                "\uFEFF",
                "\uD800",
                ""
            )
            .Array[0, 8]
            .Select(parts => string.Join(' ', parts)),
        Gen.String[Gen.Char["0123456789*/-,?LWH# @"], 0, 20],
        Gen.String[0, 40]
    );

    public static TheoryData<GoldenSchedule> Schedules =>
        new(
            JsonSerializer.Deserialize(
                File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "schedules", "schedules.json")),
                GoldenScheduleJson.Default.GoldenScheduleArray
            )!
        );

    [Theory]
    [MemberData(nameof(Schedules))]
    public void A_schedule_is_read_as_the_Worker_reads_it(GoldenSchedule golden)
    {
        var schedule = new Schedule(TimeZoneInfo.FindSystemTimeZoneById(golden.Zone ?? "Europe/Paris"));
        if (golden.Refused is { } reason)
        {
            Assert.Contains(reason, Assert.Throws<FormatException>(() => schedule.First(golden.Type, golden.Value, Now)).Message, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(golden.Next, schedule.First(golden.Type, golden.Value, Now));
        Assert.Equal(golden.Next, schedule.First(golden.Type, golden.Takes!, Now));
    }

    [Fact]
    public void Whatever_a_schedule_holds_it_has_a_next_time_or_a_reason_why_not() =>
        Gen.Select(Gen.Enum<ScheduleType>(), Expressions, Gen.OneOf("Europe/Paris", "UTC", "Australia/Lord_Howe", "America/St_Johns"))
            .Sample(
                (type, value, zone) =>
                {
                    try
                    {
                        new Schedule(TimeZoneInfo.FindSystemTimeZoneById(zone)).First(type, value, Now);
                        return true;
                    }
                    catch (FormatException exception)
                    {
                        return exception.Message.Length > 10;
                    }
                },
                iter: 20_000
            );
}

public sealed record GoldenSchedule(ScheduleType Type, string Value, string? Takes, string? Refused, DateTimeOffset? Next, string? Zone);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(GoldenSchedule[]))]
internal sealed partial class GoldenScheduleJson : JsonSerializerContext;
