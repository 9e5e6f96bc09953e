namespace NanoClaw.Agents;

/// <summary>Too many requests, here, in the group or at the model's API: wait for <see cref="AgentException.RetryAfter"/>.</summary>
public sealed class AgentRateLimitedException : AgentException
{
    /// <summary>Makes one, for a runtime of one's own or a test.</summary>
    /// <param name="code">A word of <see cref="AgentErrorCodes"/>.</param>
    /// <param name="message">What to do next.</param>
    /// <param name="retryAfter">How long to wait before trying again.</param>
    /// <param name="inner">The cause, free of secrets.</param>
    public AgentRateLimitedException(string code, string message, TimeSpan? retryAfter = null, Exception? inner = null)
        : base(code, message, retryAfter, inner) { }
}
