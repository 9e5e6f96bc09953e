using System.Globalization;

namespace NanoClaw.Host.Outages;

/// <summary>What people are told of an outage: what to expect in a chat, and the cure in the main group. No codes: those are the log's.</summary>
internal static class OutageTexts
{
    /// <summary>What is wrong and what cures it.</summary>
    public static string ReasonOf(OutageCause cause) =>
        cause switch
        {
            OutageCause.Unreachable => "The agent cannot be reached. Where the internet works, nanoclaw doctor looks for the reason.",
            OutageCause.Busy => "The agent has too much to do. It passes by itself.",
            OutageCause.Credentials =>
                "The agent at Cloudflare refuses this computer's credentials. Run nanoclaw config pull --stack NAME on it; a restart is not needed.",
            OutageCause.Misconfigured =>
                "The agent at Cloudflare, or the way to it, is not set up as it should be. nanoclaw doctor looks for the reason; pulumi up puts the stack right.",
            OutageCause.SwitchedOff => "Its owner has switched it off. It answers again when it is switched on, on the agent's page: /admin.",
            OutageCause.RunCap =>
                "The agent has used up its number of runs. It goes on by itself when the next day or month begins; to allow more, set runsPerDay or runsPerMonth of the stack, then pulumi up.",
            OutageCause.ModelKey =>
                "The model's API refuses the Worker's key, or its account has nothing left to spend. Look at the account, or set the model's key in the stack's configuration, then pulumi up.",
            OutageCause.ModelAway =>
                "The model's API cannot be reached, is overloaded, or has had too many requests. If it lasts, look at the provider's status and at the account's limits and credit.",
            OutageCause.ModelRefuses =>
                "The model's API refuses whatever it is asked. Look at the account's credit there, and at the model's name and address in the stack's configuration.",
            OutageCause.Engine => "The container engine cannot be started. Start it (docker info says whether it runs).",
            _ => "Every run of the agent fails. Look at the Worker's logs (wrangler tail) and at nanoclaw status.",
        };

    /// <summary>For a chat whose messages wait.</summary>
    public static string ForChat(Outage outage, DateTimeOffset now, TimeZoneInfo zone) =>
        (outage, now) switch
        {
            ({ Until: { } until }, _) when until > now => $"I cannot answer before {Time(until, now, zone)}. Your messages are kept, and answered then.",
            ({ Cause: OutageCause.SwitchedOff }, _) =>
                "I have been switched off. Your messages are kept, and I answer them when I am switched on again; you need not send them again.",
            _ =>
                "I cannot answer at the moment: what I think with is out of reach. Your messages are kept, and I answer them as soon as it is back; you need not send them again.",
        };

    /// <summary>For the main group.</summary>
    /// <param name="outage">What is the matter.</param>
    /// <param name="group">The name of the one group that is not answered; null where none is.</param>
    /// <param name="now">The time.</param>
    /// <param name="zone">In which times are told.</param>
    public static string ForMain(Outage outage, string? group, DateTimeOffset now, TimeZoneInfo zone)
    {
        var where = group is null ? "" : $"in {group} ";
        var when = outage.Until is { } until && until > now ? $"before {Time(until, now, zone)}" : "at the moment";
        return $"I cannot answer {where}{when}. {outage.Reason} "
            + "All messages are kept, and answered when it is over. I try again by myself; write anything here to have me try at once.";
    }

    public static string ForEnd(TimeSpan lasted) => $"I am back after {Span(lasted)}, and answer now what was written meanwhile.";

    /// <summary>For the agent: what it is asked may be over.</summary>
    public static string ForLate(DateTimeOffset since, DateTimeOffset now, TimeZoneInfo zone) =>
        $"These messages have waited since {Time(since, now, zone)}, {Span(now - since)}, since you could not be reached; it is {Time(now, now, zone)} now. "
        + "Say that the answer is late where that matters, and mind that what they ask for may be over.";

    /// <summary>For the agent, at the end of a task's prompt.</summary>
    public static string ForLateTask(DateTimeOffset planned, DateTimeOffset now, TimeZoneInfo zone) =>
        $"(This was planned for {Time(planned, now, zone)} and comes {Span(now - planned)} late; it is {Time(now, now, zone)} now. Say so where that matters.)";

    /// <summary>Rounded, as people say it.</summary>
    public static string Span(TimeSpan span) =>
        span switch
        {
            { TotalMinutes: < 1.5 } => "a minute",
            { TotalMinutes: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} minutes"),
            { TotalHours: < 36 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.#} hours"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0.#} days"),
        };

    private static string Time(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var (local, today) = (TimeZoneInfo.ConvertTime(at, zone), TimeZoneInfo.ConvertTime(now, zone).Date);
        return local.ToString(local.Date == today ? "HH:mm" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }
}
