namespace NanoClaw.Agents;

/// <summary>A finished text of a run, or, with a null <see cref="Result"/>, its end. A failure is an exception, never an output.</summary>
public sealed record AgentOutput
{
    /// <summary>The text for the chat, or null at the end of the run.</summary>
    public string? Result { get; init; }

    /// <summary>The session to go on with next time, where it is known.</summary>
    public string? NewSessionId { get; init; }

    /// <summary>Names the session; never the text.</summary>
    public override string ToString() => $"AgentOutput {{ Result = {(Result is null ? "null" : "...")}, NewSessionId = {NewSessionId} }}";
}
