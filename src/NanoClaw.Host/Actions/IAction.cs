namespace NanoClaw.Host.Actions;

/// <summary>Something that an agent may ask for: one class, and one place in <see cref="ActionRegistry"/>.</summary>
internal interface IAction
{
    /// <summary>As the contract has it, such as <c>send_message</c>.</summary>
    string Name { get; }

    /// <summary>Whether it may hand text over to the group's own chat.</summary>
    bool Speaks => false;

    /// <summary>Finds out what it would do, and changes nothing: it may be asked for again, before it is done.</summary>
    /// <returns>Null: there is nothing to do.</returns>
    /// <exception cref="ActionRefusedException">The group may not, or it makes no sense.</exception>
    ValueTask<PreparedEffect?> PrepareAsync(ActionCall call, CancellationToken cancellationToken);
}
