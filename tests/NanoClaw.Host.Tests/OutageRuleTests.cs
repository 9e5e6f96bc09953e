using NanoClaw.Host.Outages;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Host.Tests;

/// <summary>What each failure says of the agent, how soon it is tried again, and when people are told.</summary>
public sealed class OutageRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<OutageCause> Causes => [.. Enum.GetValues<OutageCause>()];

    /// <summary>Each code, with what is wrong with the agent where it says so.</summary>
    [Fact]
    public void A_code_names_the_cause_or_leaves_the_agent_alone() =>
        Assert.Equal(
            [
                ("access_denied", OutageCause.Credentials),
                ("connection_failed", OutageCause.Unreachable),
                ("credentials_invalid", OutageCause.Credentials),
                ("engine_unavailable", OutageCause.Engine),
                ("group_busy", OutageCause.Busy),
                ("host_not_allowed", OutageCause.Misconfigured),
                ("https_required", OutageCause.Misconfigured),
                ("method_not_allowed", OutageCause.Misconfigured),
                ("misconfigured", OutageCause.Misconfigured),
                ("model_overloaded", OutageCause.ModelAway),
                ("model_rate_limited", OutageCause.ModelAway),
                ("model_unauthorized", OutageCause.ModelKey),
                ("model_unavailable", OutageCause.ModelAway),
                ("not_found", OutageCause.Misconfigured),
                ("rate_limited", OutageCause.Busy),
                ("run_cap_reached", OutageCause.RunCap),
                ("switched_off", OutageCause.SwitchedOff),
                ("tls_failed", OutageCause.Misconfigured),
                ("unauthorized", OutageCause.Credentials),
                ("unavailable", OutageCause.Unreachable),
                ("unsupported_media_type", OutageCause.Misconfigured),
            ],
            Failures.Codes.Where(code => OutageCauses.Of(code) is not null).Order(StringComparer.Ordinal).Select(code => (code, OutageCauses.Of(code)!.Value))
        );

    [Fact]
    public void Where_a_plain_request_fails_too_the_agent_is_to_blame_whatever_the_code() =>
        Assert.Equal(
            [
                ("body_too_large", OutageCause.Misconfigured),
                ("invalid_json", OutageCause.Misconfigured),
                ("invalid_request", OutageCause.Misconfigured),
                ("model_refused", OutageCause.ModelRefuses),
                ("protocol", OutageCause.Misconfigured),
                ("timeout", OutageCause.Unreachable),
            ],
            Failures
                .Codes.Where(code => OutageCauses.Of(code) is null && OutageCauses.OfPlainFailure(code) is not OutageCause.Failing)
                .Order(StringComparer.Ordinal)
                .Select(code => (code, OutageCauses.OfPlainFailure(code)))
        );

    [Fact]
    public void A_code_that_names_a_cause_names_it_of_a_plain_request_as_well() =>
        Assert.All(
            Failures.Codes.Where(code => OutageCauses.Of(code) is not null),
            code => Assert.Equal(OutageCauses.Of(code), OutageCauses.OfPlainFailure(code))
        );

    [Fact]
    public void A_plain_request_is_spent_at_once_only_where_the_code_does_not_tell_who_is_to_blame()
    {
        Assert.Equal(
            ["model_refused", "output_limit", "protocol", "response_too_large", "timeout", "turn_timeout"],
            Failures.Codes.Where(OutageCauses.IsDoubtful).Order(StringComparer.Ordinal)
        );
        Assert.Equal(["group_busy"], Failures.Codes.Where(OutageCauses.IsOfOneGroup));
        Assert.Equal(
            ["input_limit", "output_limit", "response_too_large", "step_limit", "turn_timeout"],
            Failures.Codes.Where(OutageCauses.IsOfTheTurn).Order(StringComparer.Ordinal)
        );
    }

    /// <summary>What costs nothing is tried every minute; what would count as a run at the Worker or the model, less often.</summary>
    [Theory]
    [InlineData(OutageCause.Unreachable, 60)]
    [InlineData(OutageCause.Busy, 60)]
    [InlineData(OutageCause.Credentials, 60)]
    [InlineData(OutageCause.Engine, 60)]
    [InlineData(OutageCause.SwitchedOff, 60)]
    [InlineData(OutageCause.Misconfigured, 300)]
    [InlineData(OutageCause.RunCap, 900)]
    [InlineData(OutageCause.ModelKey, 1800)]
    [InlineData(OutageCause.ModelAway, 1800)]
    [InlineData(OutageCause.ModelRefuses, 1800)]
    [InlineData(OutageCause.Failing, 1800)]
    public void The_wait_doubles_up_to_the_bound_of_its_cause_and_heeds_what_the_agent_asked_for_within_it(OutageCause cause, int longestSeconds)
    {
        var longest = TimeSpan.FromSeconds(longestSeconds);

        Assert.Equal(
            [5, 10, 20, 40, Math.Min(80, longestSeconds), longestSeconds],
            new[] { 1, 2, 3, 4, 5, 50 }.Select(tries => OutageTimes.WaitAfter(tries, cause, asked: null).TotalSeconds)
        );
        Assert.Equal(TimeSpan.FromSeconds(7), OutageTimes.WaitAfter(1, cause, TimeSpan.FromSeconds(7)));
        Assert.Equal(TimeSpan.FromSeconds(5), OutageTimes.WaitAfter(1, cause, TimeSpan.FromSeconds(3)));
        Assert.Equal(longest, OutageTimes.WaitAfter(1, cause, TimeSpan.FromHours(5)));
    }

    [Fact]
    public void A_cause_that_comes_and_goes_has_to_stand_twice_as_long_each_time_to_be_told_again() =>
        Assert.Equal([0, 1, 2, 4, 8, 720], new[] { 0, 1, 2, 3, 4, 30 }.Select(times => OutageTimes.StandsFor(times).TotalMinutes));

    /// <summary>What may be over in a moment waits to be told; that it lasts, the agent said itself.</summary>
    [Theory]
    [MemberData(nameof(Causes))]
    public void What_passes_by_itself_is_told_at_once_only_where_it_is_known_to_last(OutageCause cause)
    {
        var outage = OutageOf(cause);
        var passes = cause is OutageCause.Unreachable or OutageCause.Busy or OutageCause.ModelAway;

        Assert.Equal(!passes, OutageTimes.IsToldAtOnce(outage));
        Assert.True(OutageTimes.IsToldAtOnce(outage with { Until = Now.AddHours(1) }));
    }

    [Theory]
    [InlineData(OutageCause.Unreachable, "The agent cannot be reached.", "nanoclaw doctor")]
    [InlineData(OutageCause.Busy, "too much to do", "passes by itself")]
    [InlineData(OutageCause.Credentials, "refuses this computer's credentials", "nanoclaw config pull --stack NAME")]
    [InlineData(OutageCause.Misconfigured, "is not set up as it should be", "pulumi up")]
    [InlineData(OutageCause.SwitchedOff, "Its owner has switched it off.", "/admin")]
    [InlineData(OutageCause.RunCap, "used up its number of runs", "runsPerDay or runsPerMonth")]
    [InlineData(OutageCause.ModelKey, "refuses the Worker's key", "the model's key in the stack's configuration")]
    [InlineData(OutageCause.ModelAway, "cannot be reached, is overloaded", "the provider's status")]
    [InlineData(OutageCause.ModelRefuses, "refuses whatever it is asked", "the model's name and address")]
    [InlineData(OutageCause.Engine, "The container engine cannot be started.", "docker info")]
    [InlineData(OutageCause.Failing, "Every run of the agent fails.", "wrangler tail")]
    public void Of_each_cause_the_main_group_reads_what_is_wrong_and_the_cure(OutageCause cause, string wrong, string cure)
    {
        var reason = OutageOf(cause).Reason;
        var told = OutageTexts.ForMain(OutageOf(cause), group: null, Now, TimeZoneInfo.Utc);

        Assert.Contains(wrong, reason, StringComparison.Ordinal);
        Assert.Contains(cure, reason, StringComparison.Ordinal);
        Assert.Equal(
            $"I cannot answer at the moment. {reason} All messages are kept, and answered when it is over. I try again by myself; write anything here to have me try at once.",
            told
        );
    }

    [Theory]
    [InlineData(null, null, "I cannot answer at the moment. ")]
    [InlineData("Family", null, "I cannot answer in Family at the moment. ")]
    [InlineData(null, 5.0, "I cannot answer before 17:00. ")]
    [InlineData("Family", 12.0, "I cannot answer in Family before 2026-07-02 00:00. ")]
    [InlineData(null, 0.0, "I cannot answer at the moment. ")]
    public void The_main_group_reads_whom_it_concerns_and_until_when(string? group, double? hours, string begins) =>
        Assert.StartsWith(
            begins,
            OutageTexts.ForMain(OutageOf(OutageCause.RunCap) with { Until = Now + Hours(hours) }, group, Now, TimeZoneInfo.Utc),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(OutageCause.RunCap, 5.0, "I cannot answer before 17:00. Your messages are kept, and answered then.")]
    [InlineData(OutageCause.SwitchedOff, 0.0, "I have been switched off. Your messages are kept")]
    [InlineData(OutageCause.RunCap, 0.0, "I cannot answer at the moment: what I think with is out of reach. Your messages are kept")]
    [InlineData(OutageCause.ModelKey, null, "I cannot answer at the moment: what I think with is out of reach. Your messages are kept")]
    public void A_chat_reads_what_becomes_of_its_messages_and_no_cure(OutageCause cause, double? hours, string begins) =>
        Assert.StartsWith(begins, OutageTexts.ForChat(OutageOf(cause) with { Until = Now + Hours(hours) }, Now, TimeZoneInfo.Utc), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "a minute")]
    [InlineData(89, "a minute")]
    [InlineData(90, "2 minutes")]
    [InlineData(5399, "90 minutes")]
    [InlineData(5400, "1.5 hours")]
    [InlineData(7200, "2 hours")]
    [InlineData(129_599, "36 hours")]
    [InlineData(129_600, "1.5 days")]
    [InlineData(864_000, "10 days")]
    public void A_time_is_rounded_as_people_say_it(int seconds, string said)
    {
        Assert.Equal(said, OutageTexts.Span(TimeSpan.FromSeconds(seconds)));
        Assert.Equal($"I am back after {said}, and answer now what was written meanwhile.", OutageTexts.ForEnd(TimeSpan.FromSeconds(seconds)));
    }

    /// <summary>Of a day that is over in the zone where people live, the date is said as well.</summary>
    [Fact]
    public void The_agent_is_told_since_when_what_it_is_asked_has_waited()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

        Assert.Equal(
            "These messages have waited since 00:00, 14 hours, since you could not be reached; it is 14:00 now. Say that the answer is late where that matters, and mind that what they ask for may be over.",
            OutageTexts.ForLate(Now.AddHours(-14), Now, zone)
        );
        Assert.Equal(
            "(This was planned for 2026-06-30 23:00 and comes 15 hours late; it is 14:00 now. Say so where that matters.)",
            OutageTexts.ForLateTask(Now.AddHours(-15), Now, zone)
        );
    }

    private static TimeSpan? Hours(double? hours) => hours is { } some ? TimeSpan.FromHours(some) : null;

    private static Outage OutageOf(OutageCause cause) =>
        new()
        {
            Id = "outage-1",
            Cause = cause,
            Code = "code",
            Since = Now,
        };
}
