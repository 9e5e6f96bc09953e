namespace NanoClaw.Cost.Charts;

/// <summary>The signs of a chart.</summary>
public sealed record ChartSigns(char Bar, char Point, char Projection, char Line, char Wall, char Corner, char Floor)
{
    /// <summary>For terminals that have more than ASCII.</summary>
    public static ChartSigns Unicode { get; } = new('█', '●', '·', '╌', '│', '└', '─');

    public static ChartSigns Ascii { get; } = new('#', 'o', '.', '-', '|', '+', '-');
}
