namespace NanoClaw.Cost.Charts;

/// <summary>What a sign of a chart in a terminal stands for: what it may be coloured by.</summary>
public enum ChartPart
{
    Axis,
    Cloudflare,
    Model,

    /// <summary>What either is heading for.</summary>
    Projection,
    SavingLine,
    LimitLine,
}
