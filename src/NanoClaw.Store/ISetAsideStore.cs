namespace NanoClaw.Store;

/// <summary>
/// Messages that the agent refused for themselves, or that failed each time by their own fault: kept, passed over, and
/// looked at by a person.
/// </summary>
public interface ISetAsideStore
{
    /// <summary>All of them, the oldest first. They are set aside with the end of their run (<see cref="RunOutcome.SetAside"/>).</summary>
    ValueTask<IReadOnlyList<SetAsideMessage>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Sets the last message aside of a run that has ended and given its messages back, or all from a place on, reads past
    /// them and tells of it: in one step.
    /// </summary>
    /// <param name="run">The run, as it was begun.</param>
    /// <param name="outcome">Why, from where on, when, and what is told; nothing else of it counts.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>False, with nothing changed, if the messages were read meanwhile.</returns>
    ValueTask<bool> AddAsync(AgentRun run, RunOutcome outcome, CancellationToken cancellationToken = default);

    /// <summary>Puts a message at the end of its chat, as if it came now, to be answered.</summary>
    /// <returns>False if no message is set aside under this number.</returns>
    ValueTask<bool> RetryAsync(long number, CancellationToken cancellationToken = default);

    /// <summary>Forgets that a message was set aside; it stays in its chat's history and is not answered.</summary>
    /// <returns>False if no message is set aside under this number.</returns>
    ValueTask<bool> DropAsync(long number, CancellationToken cancellationToken = default);
}
