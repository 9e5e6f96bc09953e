namespace NanoClaw.Host.Orders;

/// <summary>What people may write to the assistant's own process, by a slash: no agent is asked.</summary>
/// <param name="Word">How it begins.</param>
/// <param name="Usage">The whole of it, with what may follow.</param>
/// <param name="What">What it does.</param>
/// <param name="IsMainOnly">Whether the main group alone may write it; elsewhere it is a message like any other.</param>
public sealed record ChatOrder(string Word, string Usage, string What, bool IsMainOnly);
