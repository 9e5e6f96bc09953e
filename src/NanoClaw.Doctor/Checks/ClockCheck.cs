using System.Globalization;

namespace NanoClaw.Doctor.Checks;

/// <summary>Whether the clock can be right, and which time zone prompts and schedules go by.</summary>
public sealed class ClockCheck : IDoctorCheck
{
    /// <summary>Before the first version of this program was written.</summary>
    private static readonly DateTimeOffset Earliest = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string Name => "clock";

    public IAsyncEnumerable<Finding> RunAsync(DoctorContext context, CancellationToken cancellationToken) => Look(context).ToAsyncEnumerable();

    private static IEnumerable<Finding> Look(DoctorContext context)
    {
        if (context.Now < Earliest)
        {
            yield return Finding.Problem(
                $"The clock says {Text(context.Now)}: tasks would run at wrong times and certificates be refused.",
                "Set it, and let it be kept: timedatectl set-ntp true"
            );
        }
        else if (context.Settings is { Host.TimeZone: var name })
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
            yield return Finding.Ok($"{Text(TimeZoneInfo.ConvertTime(context.Now, zone))} in {name}");
        }
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
