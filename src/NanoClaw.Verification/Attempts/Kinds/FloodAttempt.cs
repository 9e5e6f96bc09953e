using NanoClaw.Verification.Judging;
using NanoClaw.Verification.Wire;

namespace NanoClaw.Verification.Attempts;

/// <summary>As many requests as one address may not send. It ends at the first that the rate limit refuses, and at its bound anyway.</summary>
internal sealed class FloodAttempt : Check
{
    private const int AtOnce = 8;

    internal override async Task<Finding> TryAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var judge = new Judge(context.Target);
        var sent = 0;
        var failed = 0;
        string? by = null;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Calls),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (_, token) =>
            {
                if (Volatile.Read(ref by) is not null)
                {
                    return;
                }

                var outcome = await context.Wire.SendAsync(context.Run().Invented(context), token);
                Interlocked.Increment(ref sent);
                if (outcome.End != WireEnd.Answered)
                {
                    Interlocked.Increment(ref failed);
                }
                else if (judge.Read(outcome.Answers[0]) is { Kind: AnswerKind.Limit, Layer: Guard.Edge } limit)
                {
                    Volatile.Write(ref by, limit.By);
                }
            }
        );
        return (by, failed) switch
        {
            (not null, _) => Finding.Refused(by, $"429 after {sent} requests"),
            (null, 0) => Finding.LetIn($"{sent} requests of one address, and no limit"),
            _ => Finding.Inconclusive($"{failed} of {sent} requests were not answered"),
        };
    }
}
