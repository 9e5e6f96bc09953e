namespace NanoClaw.Verification;

/// <summary>One thing that is proved of a deployment.</summary>
public abstract class Check
{
    /// <summary>Stable: <c>group.name</c>, in lower case. What is chosen by and what other programs go by.</summary>
    public required string Id { get; init; }

    /// <summary>What is tried, in a line.</summary>
    public required string Name { get; init; }

    /// <summary>What is wrong where it does not hold, and what mends it.</summary>
    public required Stakes Stakes { get; init; }

    /// <summary>The requests it takes, at most.</summary>
    public int Calls { get; init; } = 1;

    /// <summary>The runs of the agent it takes, each billed as any.</summary>
    public int Runs { get; init; }

    /// <summary>Whether it blocks this machine's address for a while where all is well.</summary>
    public bool IsFlood { get; init; }

    /// <summary>Whether it takes from the token's own rate limit where all is well: the process at home calls with that token too.</summary>
    internal virtual bool IsAdmitted => NeedsControl;

    /// <summary>Whether it says anything at all only while the right credentials are let in.</summary>
    internal virtual bool NeedsControl => false;

    internal abstract Task<Finding> TryAsync(CheckContext context, CancellationToken cancellationToken);
}
