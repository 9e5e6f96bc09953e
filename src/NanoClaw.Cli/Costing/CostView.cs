namespace NanoClaw.Cli.Costing;

/// <summary>What the table has a line for.</summary>
internal enum CostView
{
    Item,
    Group,
    Day,
}
