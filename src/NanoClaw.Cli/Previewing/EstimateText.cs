using Spectre.Console;

namespace NanoClaw.Cli.Previewing;

/// <summary>A month's estimate, below a plan.</summary>
internal static class EstimateText
{
    public static void Write(IAnsiConsole terminal, MonthEstimate estimate)
    {
        terminal.WriteLine();
        terminal.WriteLine("Estimate:");
        foreach (var line in estimate.Lines())
        {
            terminal.WriteLine($"    {line}");
        }
    }
}
