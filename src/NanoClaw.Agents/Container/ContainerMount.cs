namespace NanoClaw.Agents;

/// <summary>A folder of this machine in the container.</summary>
internal sealed record ContainerMount(string HostPath, string ContainerPath, bool ReadOnly);
