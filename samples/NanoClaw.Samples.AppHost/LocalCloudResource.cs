namespace NanoClaw.Samples.AppHost;

/// <summary>The local cloud as a resource: <c>nanoclaw dev</c>, in the folder that keeps its state.</summary>
/// <param name="name">The resource's name.</param>
/// <param name="folder">The folder that holds, or will hold, <c>.nanoclaw</c>.</param>
internal sealed class LocalCloudResource(string name, string folder) : ExecutableResource(name, "dotnet", folder)
{
    /// <summary>The settings of a process that asks the agent. It is written anew at each start.</summary>
    public string AgentConfigurationFile { get; } = Path.Combine(folder, ".nanoclaw", "local", "agent.env");
}
