using System.Globalization;
using NanoClaw.Terminal.Output;
using NanoClaw.Verification;
using Spectre.Console;

namespace NanoClaw.Cli.Verifying;

/// <summary>A verification as a person reads it: before, while and after.</summary>
internal static class VerificationText
{
    private const double SecondsARequest = 0.6;

    /// <summary>What will be done, and what it costs.</summary>
    public static void WritePlan(CliContext context, VerificationTarget target, VerificationPlan plan)
    {
        var minutes = Math.Max(1, (int)Math.Ceiling(plan.Requests * SecondsARequest / 60));
        context.Error.WriteLine(
            $"This proves {target.Endpoint.Authority} from outside: {plan.Promises} promises of the contract, and {plan.Attempts} attempts to get in, none of which may."
        );
        context.Error.WriteLine($"  requests  {plan.Requests} at most, in about {Count(minutes, "minute")}; a Worker invocation each where it gets that far");
        context.Error.WriteLine(
            plan.Runs == 0
                ? "  runs      none: no model is asked"
                : $"  runs      {Count(plan.Runs, "run")} of the agent with a prompt of a few words, billed as any other (nothing with the demo model)"
        );
        context.Error.WriteLine(
            plan.Runs == 0 ? "  leaves    nothing" : "  leaves    one session in the group nanoclaw-verify, which no chat has; it ends by itself as sessions do"
        );
        if (plan.HasFlood)
        {
            context.Error.WriteLine("  flood     this machine's address is refused for a while afterwards, as nanoclaw:edgeRateLimitTimeout says");
        }
    }

    /// <summary>All results, then what is wrong and its cure, then the sum.</summary>
    public static void WriteReport(CliContext context, VerificationReport report)
    {
        var terminal = context.Terminal();
        var width = report.Results.Max(r => r.Id.Length);
        foreach (var result in report.Results)
        {
            var (mark, style) = Look(result.Verdict);
            terminal.Write(new Text($"{mark} {result.Id.PadRight(width)}  ", style));
            terminal.WriteLine($"{OneLine.Of(Seen(result))}: {OneLine.Of(result.Name)}", result.Verdict == Verdict.NotApplicable ? style : Style.Plain);
        }

        foreach (var result in report.Results.Where(r => r.Verdict is Verdict.LetIn or Verdict.Broken))
        {
            terminal.WriteLine();
            terminal.WriteLine($"{(result.Verdict == Verdict.LetIn ? "A HOLE" : "BROKEN")}: {result.Id}, {OneLine.Of(result.Name)}", new Style(Color.Red));
            terminal.WriteLine($"  seen   {OneLine.Of(result.Detail)}");
            terminal.WriteLine($"  wrong  {OneLine.Of(result.Wrong)}");
            terminal.WriteLine($"  cure   {OneLine.Of(result.Cure)}");
        }

        terminal.WriteLine();
        if (report.Why is { } why)
        {
            terminal.WriteLine($"Nothing is proved by a refusal: {OneLine.Of(why)}", new Style(Color.Yellow));
        }

        terminal.WriteLine(Sum(report));
    }

    /// <summary>One result while it goes on.</summary>
    public static IProgress<CheckResult> Progress(CliContext context, VerificationPlan plan) => new Counter(context, plan.Checks.Count);

    private static string Sum(VerificationReport report)
    {
        var (first, rest) = report.Outcome switch
        {
            VerificationOutcome.Held => ("Nothing got in", ""),
            VerificationOutcome.Hole => ($"{Count(report.Count(Verdict.LetIn), "hole")}, {Count(report.Count(Verdict.Broken), "broken promise")}", ""),
            _ => ("Not proved", ""),
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{first}{rest}: {Count(report.Count(Verdict.Refused), "attempt")} refused, {Count(report.Count(Verdict.Kept), "promise")} kept, {report.Count(Verdict.Inconclusive)} inconclusive, {report.Count(Verdict.NotApplicable)} not applicable; {report.Endpoint.Authority}, {report.Took.TotalSeconds:0} s."
        );
    }

    private static string Seen(CheckResult result) =>
        result.Verdict switch
        {
            Verdict.Refused => $"refused by {result.By} ({result.Detail})",
            Verdict.LetIn => "LET IN",
            Verdict.Kept => "kept",
            Verdict.Broken => "BROKEN",
            Verdict.NotApplicable => $"not applicable, {result.Detail}",
            _ => $"inconclusive, {result.Detail}",
        };

    private static (string Mark, Style Style) Look(Verdict verdict) =>
        verdict switch
        {
            Verdict.Refused or Verdict.Kept => ("ok  ", new Style(Color.Green)),
            Verdict.LetIn => ("HOLE", new Style(Color.Red)),
            Verdict.Broken => ("BAD ", new Style(Color.Red)),
            Verdict.Inconclusive => ("?   ", new Style(Color.Yellow)),
            _ => ("-   ", new Style(Color.Grey)),
        };

    private static string Count(int count, string one) => count == 1 ? $"1 {one}" : $"{count} {one}s";

    /// <summary>Counts on one line of a terminal; elsewhere it tells now and then, and a hole at once.</summary>
    private sealed class Counter(CliContext context, int all) : IProgress<CheckResult>
    {
        private const int NowAndThen = 50;

        private int _done;

        // The control comes first and is none of the checks.
        public void Report(CheckResult value)
        {
            if (context.ErrorIsTerminal && !context.TerminalIsDumb)
            {
                context.Error.Write($"\r\e[K{_done}/{all} {value.Id}");
                if (_done == all)
                {
                    context.Error.Write("\r\e[K");
                }
            }
            else if (value.Verdict is Verdict.LetIn or Verdict.Broken || (_done % NowAndThen == 0 && _done > 0))
            {
                context.Error.WriteLine($"{_done}/{all} {value.Id}: {Seen(value)}");
            }

            _done++;
        }
    }
}
