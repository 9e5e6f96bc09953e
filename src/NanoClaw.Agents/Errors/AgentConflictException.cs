namespace NanoClaw.Agents;

/// <summary>The run's id or the session does not fit: use another, or start afresh.</summary>
public sealed class AgentConflictException : AgentException
{
    /// <summary>Makes one, for a runtime of one's own or a test.</summary>
    /// <param name="code">A word of <see cref="AgentErrorCodes"/>.</param>
    /// <param name="message">What to do next.</param>
    /// <param name="retryAfter">How long to wait before trying again.</param>
    /// <param name="inner">The cause, free of secrets.</param>
    public AgentConflictException(string code, string message, TimeSpan? retryAfter = null, Exception? inner = null)
        : base(code, message, retryAfter, inner) { }
}
