using NanoClaw.Store;

namespace NanoClaw.Host.Actions;

/// <summary>An action as it was asked for.</summary>
/// <param name="Actor">The group whose agent asks.</param>
/// <param name="Key">The event's key: what is made by it has an id of it.</param>
/// <param name="Arguments">What the model wrote.</param>
internal sealed record ActionCall(RegisteredGroup Actor, string Key, ActionArguments Arguments);
