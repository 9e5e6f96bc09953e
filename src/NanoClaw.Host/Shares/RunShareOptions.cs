using System.ComponentModel.DataAnnotations;

namespace NanoClaw.Host.Shares;

/// <summary>How the day's runs are shared out, so that no group uses up everybody's.</summary>
public sealed record RunShareOptions
{
    /// <summary>The Worker's cap of runs a day (UTC), over all groups: <c>runsPerDay</c> of the stack.</summary>
    [Range(1, 1_000_000)]
    public int RunsPerDay { get; init; } = 200;

    /// <summary>How many percent of the day's runs one group may use; the main group may use all.</summary>
    [Range(1, 100)]
    public int GroupSharePercent { get; init; } = 50;

    /// <summary>How many percent of the day's runs are the main group's alone.</summary>
    [Range(0, 90)]
    public int MainReservePercent { get; init; } = 20;
}
