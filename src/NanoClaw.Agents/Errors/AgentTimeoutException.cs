namespace NanoClaw.Agents;

/// <summary>It took longer than it may.</summary>
public sealed class AgentTimeoutException : AgentException
{
    /// <summary>Makes one, for a runtime of one's own or a test.</summary>
    /// <param name="code">A word of <see cref="AgentErrorCodes"/>.</param>
    /// <param name="message">What to do next.</param>
    /// <param name="retryAfter">How long to wait before trying again.</param>
    /// <param name="inner">The cause, free of secrets.</param>
    public AgentTimeoutException(string code, string message, TimeSpan? retryAfter = null, Exception? inner = null)
        : base(code, message, retryAfter, inner) { }
}
