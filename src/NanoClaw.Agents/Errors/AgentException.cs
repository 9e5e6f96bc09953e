namespace NanoClaw.Agents;

/// <summary>
/// A run that failed. The message tells the next step, and holds neither a secret nor a raw answer. The types below it
/// say what kind of step that is; <see cref="Code"/> says exactly what happened.
/// </summary>
public abstract class AgentException : Exception
{
    private protected AgentException(string code, string message, TimeSpan? retryAfter, Exception? inner)
        : base(message, inner)
    {
        Code = code;
        RetryAfter = retryAfter;
    }

    /// <summary>One of <see cref="AgentErrorCodes"/>, or a later Worker's word.</summary>
    public string Code { get; }

    /// <summary>How long to wait before trying again, where it was told.</summary>
    public TimeSpan? RetryAfter { get; }
}
