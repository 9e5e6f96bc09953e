namespace NanoClaw.Agents;

/// <summary>A folder that a group asks to have in its container, beside its own.</summary>
/// <param name="HostPath">The folder on this machine; <c>~</c> is the home folder.</param>
/// <param name="ContainerPath">The path below <c>/workspace/extra</c>, relative and without <c>..</c>; null: the folder's name.</param>
/// <param name="ReadOnly">Whether the container may only read it. Default true.</param>
public sealed record ExtraMount(string HostPath, string? ContainerPath = null, bool ReadOnly = true);
