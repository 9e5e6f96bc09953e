using NanoClaw.Verification.Attempts;
using NanoClaw.Verification.Judging;
using NanoClaw.Verification.Wire;

namespace NanoClaw.Verification;

/// <summary>The right request with the right credentials: what the refusals of all others are worth.</summary>
/// <param name="Why">Why it is not let in; null where it is.</param>
/// <param name="WasAnswered">Whether somebody answers at all.</param>
internal sealed record Control(string? Why, bool WasAnswered)
{
    /// <summary>How often something is tried that a rate limit answers.</summary>
    public const int Tries = 3;

    private const string Look = "Look whether it is up: nanoclaw doctor.";

    /// <summary>How long a rate limit is waited for.</summary>
    public static TimeSpan LongestWait { get; } = TimeSpan.FromSeconds(65);

    /// <summary>Sends it.</summary>
    public static async Task<Control> TryAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var host = context.Target.Endpoint.Authority;
        var judge = new Judge(context.Target);
        for (var tried = 1; ; tried++)
        {
            var outcome = await context.Wire.SendAsync(context.Run().Right(context), cancellationToken);
            if (outcome.End != WireEnd.Answered)
            {
                return new($"{host} could not be asked: {outcome.Detail}.", WasAnswered: false);
            }

            // It asks for nothing, which the Worker says only to whom it has accepted.
            var (status, by) = (outcome.Answers[0].Status, judge.Read(outcome.Answers[0]));
            if (by is { Layer: Guard.Contract, Code: "invalid_request" })
            {
                return new(Why: null, WasAnswered: true);
            }

            if (by.Kind != AnswerKind.Limit || tried == Tries)
            {
                return new(
                    by.By.Length > 0
                        ? $"Your own credentials are not let in: {status} by {by.By}. Take the stack's current ones (nanoclaw config pull --stack STACK), or l{Look[1..]}"
                        : $"{host} answers {status} to a proper request. {Look}",
                    WasAnswered: true
                );
            }

            var wait = judge.Of(outcome, Guard.Contract, mayBeCutOff: false).Limited ?? TimeSpan.Zero;
            await Task.Delay(wait < LongestWait ? wait : LongestWait, context.Time, cancellationToken);
        }
    }

    /// <summary>As the report has it, before all others.</summary>
    public CheckResult ToResult() =>
        new()
        {
            Id = "control.credentials",
            Name = "the right credentials are let in",
            Verdict = Why is null ? Verdict.Kept : Verdict.Inconclusive,
            By = "",
            Detail = Why is { } why ? char.ToLowerInvariant(why[0]) + why[1..].TrimEnd('.') : "so a refusal counts",
            Wrong = "No refusal proves anything where everybody is refused.",
            Cure = "Take the stack's current credentials: nanoclaw config pull --stack STACK.",
            Seconds = 0,
        };
}
