using NanoClaw.Verification.Attempts;
using NanoClaw.Verification.Judging;
using NanoClaw.Verification.Wire;

namespace NanoClaw.Verification;

/// <summary>
/// Proves a deployment from outside. A refusal counts only where the right request with the right credentials was let in before and
/// after it; whatever could not be found out is no pass.
/// </summary>
public sealed class Verifier(VerificationTarget target, TimeProvider time)
{
    private const int Tries = 3;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(65);

    /// <summary>How much longer is waited before what takes from the token's own limit: 60 in 60 s unless set, and the process at home needs its share.</summary>
    private const int Admitted = 5;

    /// <summary>Between two requests, below the edge's limit of one address: 50 in 10 s unless set.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Makes the checks of a plan.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="progress">Told each result.</param>
    /// <param name="cancellationToken">Ends it between and within requests.</param>
    public async Task<VerificationReport> RunAsync(VerificationPlan plan, IProgress<CheckResult>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        using var wire = new WireClient(target);
        var context = new CheckContext(target, wire, time);
        var started = time.GetUtcNow();
        var results = new List<CheckResult>();
        var control = await ControlAsync(context, cancellationToken);
        Add(ControlResult(control), results, progress);
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

    private async Task<string?> TryAllAsync(VerificationPlan plan, CheckContext context, List<CheckResult> results, IProgress<CheckResult>? progress, CancellationToken cancellationToken)
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

    private async Task<string> TryUnprovenAsync(VerificationPlan plan, CheckContext context, List<CheckResult> results, IProgress<CheckResult>? progress, string why, CancellationToken cancellationToken)
    {
        foreach (var check in plan.Checks)
        {
            Add(
                check.NeedsControl ? Result(check, Finding.Inconclusive("not tried: the right credentials are not let in"), seconds: 0) : Unproven(await TryAsync(plan, check, context, cancellationToken)),
                results,
                progress);
        }

        return why;
    }

    private async Task<CheckResult> TryAsync(VerificationPlan plan, Check check, CheckContext context, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var finding = plan.Selection.WhyNot(check) is { } why ? Finding.NotApplicable(why) : await TryPatientlyAsync(check, context, cancellationToken);
        return Result(check, finding, time.GetElapsedTime(started).TotalSeconds);
    }

    private static CheckResult Result(Check check, Finding finding, double seconds)
    {
        return new CheckResult
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
    }

    // A rate limit that answers instead of the layer in question says nothing about that layer.
    private async Task<Finding> TryPatientlyAsync(Check check, CheckContext context, CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            await Task.Delay(Pace * (check.IsAdmitted ? Admitted : check.IsFlood ? 1 : check.Calls), time, cancellationToken);
            var finding = await check.TryAsync(context, cancellationToken);
            if (finding.Limited is not { } wait || tried == Tries || wait > LongestWait)
            {
                return finding;
            }

            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private static CheckResult ControlResult(Control control) => new()
    {
        Id = "control.credentials",
        Name = "the right credentials are let in",
        Verdict = control.Why is null ? Verdict.Kept : Verdict.Inconclusive,
        By = "",
        Detail = control.Why is { } why ? char.ToLowerInvariant(why[0]) + why[1..].TrimEnd('.') : "so a refusal counts",
        Wrong = "No refusal proves anything where everybody is refused.",
        Cure = "Take the stack's current credentials: nanoclaw config pull --stack STACK.",
        Seconds = 0,
    };

    private static void Add(CheckResult result, List<CheckResult> results, IProgress<CheckResult>? progress)
    {
        results.Add(result);
        progress?.Report(result);
    }

    /// <summary>Whether the right request is let in.</summary>
    private async Task<Control> ControlAsync(CheckContext context, CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            await Task.Delay(Pace * Admitted, time, cancellationToken);
            var outcome = await context.Wire.SendAsync(context.Run().Right(context), cancellationToken);
            if (outcome.End != WireEnd.Answered)
            {
                return new($"{target.Endpoint.Authority} could not be asked: {outcome.Detail}.", WasAnswered: false);
            }

            var by = new Judge(target).Read(outcome.Answers[0]);
            if (by is { Layer: Guard.Contract, Code: "invalid_request" })
            {
                return new(Why: null, WasAnswered: true);
            }

            if (by.Kind != AnswerKind.Limit || tried == Tries)
            {
                var why = by.By.Length > 0
                    ? $"Your own credentials are not let in: {outcome.Answers[0].Status} by {by.By}. Take the stack's current ones (nanoclaw config pull --stack STACK), or look whether it is up: nanoclaw doctor."
                    : $"{target.Endpoint.Authority} answers {outcome.Answers[0].Status} to a proper request. Look whether it is up: nanoclaw doctor.";
                return new(why, WasAnswered: true);
            }

            var wait = new Judge(target).Of(outcome, Guard.Contract, mayBeCutOff: false).Limited ?? Pace;
            await Task.Delay(wait < LongestWait ? wait : LongestWait, time, cancellationToken);
        }
    }

    // A refusal of Access names the application's audience, as everybody may know it: a forger would write it.
    private async Task LearnAudienceAsync(CheckContext context, CancellationToken cancellationToken)
    {
        await Task.Delay(Pace, time, cancellationToken);
        var outcome = await context.Wire.SendAsync(context.Get(Requests.HealthPath), cancellationToken);
        if (outcome.Answers.Count > 0 && outcome.Answers[0].Header("cf-access-aud") is { Length: > 0 and <= 128 } audience && audience.All(char.IsAsciiLetterOrDigit))
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

    private static CheckResult Unproven(CheckResult result) => result.Verdict == Verdict.Refused
        ? result with { Verdict = Verdict.Inconclusive, Detail = $"{result.Detail} by {result.By}, but the right credentials are not let in either", By = "" }
        : result;

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

    /// <param name="Why">Why the right request is not let in; null where it is.</param>
    /// <param name="WasAnswered">Whether somebody answers at all.</param>
    private sealed record Control(string? Why, bool WasAnswered);
}
