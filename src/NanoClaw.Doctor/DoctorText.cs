using NanoClaw.Terminal.Output;
using Spectre.Console;

namespace NanoClaw.Doctor;

/// <summary>The findings as a person reads them: a mark, the check, what is so, and below it the cure.</summary>
public static class DoctorText
{
    public static void Write(CliContext context, DoctorReport report)
    {
        var terminal = context.Terminal();
        var width = report.Checks.Max(check => check.Name.Length);
        foreach (var check in report.Checks)
        {
            foreach (var finding in check.Findings)
            {
                var (mark, style) = Look(finding.Status);
                terminal.Write(new Text($"{mark} {check.Name.PadRight(width)}  ", style));
                terminal.WriteLine(OneLine.Of(finding.Text), finding.Status is FindingStatus.Skipped ? style : Style.Plain);
                if (finding.Cure is { } cure)
                {
                    terminal.WriteLine($"  {new string(' ', width)}  -> {OneLine.Of(cure)}", Style.Plain);
                }
            }
        }

        terminal.WriteLine();
        terminal.WriteLine(
            (report.Problems, report.Warnings) switch
            {
                (0, 0) => "All is well.",
                (0, var warnings) => $"No problem, {Count(warnings, "warning")}.",
                var (problems, warnings) => $"{Count(problems, "problem")}{(warnings > 0 ? $", {Count(warnings, "warning")}" : "")}.",
            }
        );
    }

    private static (string Mark, Style Style) Look(FindingStatus status) =>
        status switch
        {
            FindingStatus.Ok => ("ok  ", new Style(Color.Green)),
            FindingStatus.Warning => ("warn", new Style(Color.Yellow)),
            FindingStatus.Problem => ("BAD ", new Style(Color.Red)),
            _ => ("-   ", new Style(Color.Grey)),
        };

    private static string Count(int count, string one) => count == 1 ? $"1 {one}" : $"{count} {one}s";
}
