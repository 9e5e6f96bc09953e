using System.Text.Json;

namespace NanoClaw.Agents;

/// <summary>
/// One event of a run: <see cref="Started"/>, <see cref="Delta"/>, <see cref="Output"/>, <see cref="ActionRequested"/>,
/// <see cref="Usage"/> or <see cref="Done"/>. A failure is an <see cref="AgentException"/>. No event's text form shows content.
/// </summary>
public abstract record AgentEvent
{
    private AgentEvent() { }

    /// <summary>The event's number in its run, from 1; 0 where the runtime cannot take a run up again.</summary>
    public long EventId { get; init; }

    /// <summary>
    /// The run began. First of all events, and it can come again with the number 1: a run that failed for a passing
    /// reason before it gave anything is tried again from its beginning.
    /// </summary>
    /// <param name="RunId">The run's id.</param>
    /// <param name="SessionId">The session it belongs to, where it is known already.</param>
    public sealed record Started(string RunId, string? SessionId) : AgentEvent;

    /// <summary>A piece of the answer, for showing it early.</summary>
    /// <param name="Text">The piece.</param>
    public sealed record Delta(string Text) : AgentEvent
    {
        /// <summary>
        /// How much of the text since the last output still holds, in UTF-16 code units: the rest was of a reply that a
        /// restart cut off, and that the model then worded otherwise. Null: all of it.
        /// </summary>
        public int? From { get; init; }

        /// <summary>The length; never the text.</summary>
        public override string ToString() => $"Delta {{ EventId = {EventId}, Length = {Text.Length} }}";
    }

    /// <summary>A finished text: only this is sent to a chat.</summary>
    /// <param name="Result">The text, never empty.</param>
    public sealed record Output(string Result) : AgentEvent
    {
        /// <summary>The length; never the text.</summary>
        public override string ToString() => $"Output {{ EventId = {EventId}, Length = {Result.Length} }}";
    }

    /// <summary>Something the agent asks the host to do. It gives no right to it: the host checks.</summary>
    /// <param name="Id">The action's id within the run.</param>
    /// <param name="Name">Its name, such as <c>send_message</c>.</param>
    /// <param name="Arguments">A JSON object.</param>
    public sealed record ActionRequested(string Id, string Name, JsonElement Arguments) : AgentEvent
    {
        /// <summary>
        /// Whose words, besides those of the group's people, the model had before it: <c>web</c>, <c>groups</c>, or
        /// <c>unknown</c> where the runtime cannot tell.
        /// </summary>
        public IReadOnlyList<string> Origins { get; init; } = [];

        /// <summary>The name; never the arguments.</summary>
        public override string ToString() => $"ActionRequested {{ EventId = {EventId}, Id = {Id}, Name = {Name} }}";
    }

    /// <summary>What the run used.</summary>
    /// <param name="Totals">The counts.</param>
    public sealed record Usage(AgentUsage Totals) : AgentEvent;

    /// <summary>The run succeeded. Last of all events.</summary>
    /// <param name="SessionId">The session to go on with next time, where there is one.</param>
    public sealed record Done(string? SessionId) : AgentEvent
    {
        /// <summary>The model that answered, where the runtime tells it.</summary>
        public string? Model { get; init; }
    }

    /// <summary>The run failed: what becomes an exception.</summary>
    internal sealed record Failed(WireErrorBody Error) : AgentEvent;
}
