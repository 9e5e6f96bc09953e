namespace NanoClaw.Cost.Reports;

/// <summary>What a month cost so far, and will have cost at the same rate, by item, group and day.</summary>
public sealed record CostReport
{
    /// <summary>The month's first moment.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The next month's.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Until when it is counted.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether runs are on Cloudflare's bill.</summary>
    public required bool Billed { get; init; }

    public required long Runs { get; init; }

    public required long Failed { get; init; }

    /// <summary>How long the runs took, all in all.</summary>
    public required long DurationMs { get; init; }

    /// <summary>Cloudflare's bill.</summary>
    public required CostSum Cloudflare { get; init; }

    /// <summary>The bill of the model's provider.</summary>
    public required CostSum Model { get; init; }

    /// <summary>The projection of Cloudflare's bill from which on the budget saves.</summary>
    public required decimal SavingFromUsd { get; init; }

    /// <summary>What Cloudflare's bill stays below.</summary>
    public required decimal LimitUsd { get; init; }

    public required IReadOnlyList<CostItem> Items { get; init; }

    /// <summary>The dearest first.</summary>
    public required IReadOnlyList<GroupCost> Groups { get; init; }

    /// <summary>Each day of the month so far.</summary>
    public required IReadOnlyList<DayCost> Days { get; init; }

    /// <summary>Models without a price in the table: they count as the dearest that is in it.</summary>
    public IReadOnlyList<string> UnknownModels { get; init; } = [];
}
