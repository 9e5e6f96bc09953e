using NanoClaw.Verification.Judging;
using NanoClaw.Verification.Wire;

namespace NanoClaw.Verification.Attempts;

/// <summary>An attempt to get in by one request.</summary>
internal sealed class RequestAttempt : Check
{
    /// <summary>The layer that has to refuse it.</summary>
    public required Guard Guard { get; init; }

    /// <summary>Makes what is sent.</summary>
    public required Func<CheckContext, WireRequest> Request { get; init; }

    /// <summary>Why there is nothing to try, or null.</summary>
    public Func<VerificationTarget, string?> WhyNot { get; init; } = _ => null;

    /// <summary>Whether the end of the connection is a refusal too.</summary>
    public bool MayBeCutOff { get; init; }

    internal override bool IsAdmitted => Guard == Guard.Contract;

    internal override async Task<Finding> TryAsync(CheckContext context, CancellationToken cancellationToken)
    {
        if (WhyNot(context.Target) is { } why)
        {
            return Finding.NotApplicable(why);
        }

        var outcome = await context.Wire.SendAsync(Request(context), cancellationToken);
        return new Judge(context.Target).Of(outcome, Guard, MayBeCutOff);
    }
}
