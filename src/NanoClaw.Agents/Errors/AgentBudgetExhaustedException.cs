namespace NanoClaw.Agents;

/// <summary>The cap of runs is reached: wait until it opens again, or raise it.</summary>
public sealed class AgentBudgetExhaustedException : AgentException
{
    /// <summary>Makes one, for a runtime of one's own or a test.</summary>
    /// <param name="code">A word of <see cref="AgentErrorCodes"/>.</param>
    /// <param name="message">What to do next.</param>
    /// <param name="retryAfter">How long to wait before trying again.</param>
    /// <param name="inner">The cause, free of secrets.</param>
    public AgentBudgetExhaustedException(string code, string message, TimeSpan? retryAfter = null, Exception? inner = null)
        : base(code, message, retryAfter, inner) { }
}
