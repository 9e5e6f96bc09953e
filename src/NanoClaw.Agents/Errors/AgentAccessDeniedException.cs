namespace NanoClaw.Agents;

/// <summary>Cloudflare Access, the zone's rules or the Worker's host list refused this client: correct the service token or the endpoint.</summary>
public sealed class AgentAccessDeniedException : AgentException
{
    /// <summary>Makes one, for a runtime of one's own or a test.</summary>
    /// <param name="code">A word of <see cref="AgentErrorCodes"/>.</param>
    /// <param name="message">What to do next.</param>
    /// <param name="retryAfter">How long to wait before trying again.</param>
    /// <param name="inner">The cause, free of secrets.</param>
    public AgentAccessDeniedException(string code, string message, TimeSpan? retryAfter = null, Exception? inner = null)
        : base(code, message, retryAfter, inner) { }
}
