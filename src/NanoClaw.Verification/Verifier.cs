using NanoClaw.Verification.Attempts;
using NanoClaw.Verification.Contract;
using NanoClaw.Verification.Wire;

namespace NanoClaw.Verification;

/// <summary>
/// Proves a deployment from outside. A refusal counts only where the right request with the right credentials was let in before and
/// after it; whatever could not be found out is no pass.
/// </summary>
public sealed class Verifier(VerificationTarget target, TimeProvider time)
{
    /// <summary>
    /// How much longer is waited before what takes from the token's own limit: 60 in 60 s unless set, and the process
    /// at home needs its share.
    /// </summary>
    private const int Admitted = 5;

    /// <summary>Between two requests, below the edge's limit of one address: 50 in 10 s unless set.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Makes the checks of a plan.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="progress">Told each result.</param>
    /// <param name="cancellationToken">Ends it between and within requests.</param>
    public async Task<VerificationReport> RunAsync(
        VerificationPlan plan,
        IProgress<CheckResult>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(plan);
        using var wire = new WireClient(target);
        var context = new CheckContext(target, wire, time);
        var started = time.GetUtcNow();
        var results = new List<CheckResult>();
        var control = await ControlAsync(context, cancellationToken);
        Add(control.ToResult(), results, progress);
        var why = control.Why;

        // What gets in although the right credentials do not is a hole all the same; where nobody answers, there is nothing to try.
        if (control.WasAnswered)
        {
            await LearnAudienceAsync(context, cancellationToken);
            why = why is null
                ? await TryAllAsync(plan, context, results, progress, cancellationToken)
                : await TryUnprovenAsync(plan, context, results, progress, why, cancellationToken);
        }

        return new VerificationReport
        {
            Endpoint = target.Endpoint,
            StartedAt = started,
            Took = time.GetUtcNow() - started,
            Outcome = OutcomeOf(results, why),
            Why = why,
            Results = results,
        };
    }

    private async Task<string?> TryAllAsync(
        VerificationPlan plan,
        CheckContext context,
        List<CheckResult> results,
        IProgress<CheckResult>? progress,
        CancellationToken cancellationToken
    )
    {
        var unproven = new List<int>();
        foreach (var check in plan.Checks)
        {
            // A flood blocks this address, so the control comes before it.
            if (unproven.Count == VerificationPlan.ControlEvery || (check.IsFlood && unproven.Count > 0))
            {
                if (await ControlAsync(context, cancellationToken) is { Why: { } broken })
                {
                    return Unprove(results, unproven, broken);
                }

                unproven.Clear();
            }

            var result = await TryAsync(plan, check, context, cancellationToken);
            Add(result, results, progress);
            if (!check.IsFlood)
            {
                unproven.Add(results.Count - 1);
            }
        }

        return unproven.Count > 0 && await ControlAsync(context, cancellationToken) is { Why: { } end } ? Unprove(results, unproven, end) : null;
    }

    private async Task<string> TryUnprovenAsync(
        VerificationPlan plan,
        CheckContext context,
        List<CheckResult> results,
        IProgress<CheckResult>? progress,
        string why,
        CancellationToken cancellationToken
    )
    {
        foreach (var check in plan.Checks)
        {
            var result =
                check.NeedsControl && plan.Selection.WhyNot(check) is null
                    ? Result(check, Finding.Inconclusive("not tried: the right credentials are not let in"), seconds: 0)
                    : Unproven(await TryAsync(plan, check, context, cancellationToken));
            Add(result, results, progress);
        }

        return why;
    }

    private async Task<CheckResult> TryAsync(VerificationPlan plan, Check check, CheckContext context, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var finding = plan.Selection.WhyNot(check) is { } why ? Finding.NotApplicable(why) : await TryPatientlyAsync(check, context, cancellationToken);
        return Result(check, finding, time.GetElapsedTime(started).TotalSeconds);
    }

    private static CheckResult Result(Check check, Finding finding, double seconds) =>
        new()
        {
            Id = check.Id,
            Name = check.Name,
            Verdict = finding.Verdict,
            By = finding.By,
            Detail = finding.Detail,
            Wrong = check.Stakes.Wrong,
            Cure = check.Stakes.Cure,
            Seconds = Math.Round(seconds, 3),
        };

    // A rate limit that answers instead of the layer in question says nothing about that layer.
    private async Task<Finding> TryPatientlyAsync(Check check, CheckContext context, CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            await Task.Delay(
                Pace
                    * (
                        check.IsAdmitted ? Admitted
                        : check.IsFlood ? 1
                        : check.Calls
                    ),
                time,
                cancellationToken
            );
            var finding = await check.TryAsync(context, cancellationToken);
            if (finding.Limited is not { } wait || tried == Control.Tries || wait > Control.LongestWait)
            {
                return finding;
            }

            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private static void Add(CheckResult result, List<CheckResult> results, IProgress<CheckResult>? progress)
    {
        results.Add(result);
        progress?.Report(result);
    }

    private async Task<Control> ControlAsync(CheckContext context, CancellationToken cancellationToken)
    {
        await Task.Delay(Pace * Admitted, time, cancellationToken);
        return await Control.TryAsync(context, cancellationToken);
    }

    // A refusal of Access names the application's audience, as everybody may know it: a forger would write it.
    private async Task LearnAudienceAsync(CheckContext context, CancellationToken cancellationToken)
    {
        await Task.Delay(Pace, time, cancellationToken);
        var outcome = await context.Wire.SendAsync(context.Get(Requests.HealthPath), cancellationToken);
        if (
            outcome.Answers.Count > 0
            && outcome.Answers[0].Header("cf-access-aud") is { Length: > 0 and <= 128 } audience
            && audience.All(char.IsAsciiLetterOrDigit)
        )
        {
            context.Audience = audience;
        }
    }

    private static string Unprove(List<CheckResult> results, List<int> unproven, string why)
    {
        foreach (var at in unproven)
        {
            results[at] = Unproven(results[at]);
        }

        return why;
    }

    // What got in did so anyway. What was refused, or not answered as promised, may have been because everybody is refused.
    private static CheckResult Unproven(CheckResult result) =>
        result switch
        {
            { Verdict: Verdict.Refused } => result with
            {
                Verdict = Verdict.Inconclusive,
                Detail = $"{result.Detail} by {result.By}, but the right credentials are not let in either",
                By = "",
            },
            { Verdict: Verdict.Broken, Detail: var detail } when result.Id.StartsWith(ContractTable.Prefix, StringComparison.Ordinal) => result with
            {
                Verdict = Verdict.Inconclusive,
                Detail = $"{detail}, but the right credentials are not let in",
            },
            _ => result,
        };

    private static VerificationOutcome OutcomeOf(List<CheckResult> results, string? why)
    {
        if (results.Any(r => r.Verdict is Verdict.LetIn or Verdict.Broken))
        {
            return VerificationOutcome.Hole;
        }

        return why is not null || results.Any(r => r.Verdict == Verdict.Inconclusive) || results.Skip(1).All(r => r.Verdict == Verdict.NotApplicable)
            ? VerificationOutcome.Inconclusive
            : VerificationOutcome.Held;
    }
}
