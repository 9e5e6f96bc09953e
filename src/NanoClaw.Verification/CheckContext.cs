using NanoClaw.Verification.Wire;

namespace NanoClaw.Verification;

/// <summary>What the checks of one run have in common.</summary>
internal sealed class CheckContext(VerificationTarget target, WireClient wire, TimeProvider time)
{
    public VerificationTarget Target { get; } = target;

    public WireClient Wire { get; } = wire;

    public TimeProvider Time { get; } = time;

    /// <summary>Credentials in the right shape that nobody ever made.</summary>
    public MadeUp MadeUp { get; } = new();

    /// <summary>The audience of Access's application, where one of its refusals told it.</summary>
    public string Audience { get; set; } = new('0', 64);
}
