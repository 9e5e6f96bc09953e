namespace NanoClaw.Agents;

/// <summary>Which runtime runs the turns, and how.</summary>
public sealed class AgentOptions
{
    /// <summary>
    /// <c>AGENT_RUNTIME</c>: <see cref="CloudflareAgentRuntime.Name"/>, the default, or
    /// <see cref="ContainerAgentRuntime.Name"/>. Anything else stops the start.
    /// </summary>
    public string Runtime { get; set; } = CloudflareAgentRuntime.Name;

    /// <summary>How the Cloudflare runtime calls the Worker; looked at only if it is chosen.</summary>
    public CloudflareAgentOptions Cloudflare { get; } = new();

    /// <summary>How the container runtime starts containers; looked at only if it is chosen.</summary>
    public ContainerAgentOptions Container { get; } = new();

    /// <summary>Values that could not be read as what they should be, each naming its key.</summary>
    internal List<string> Unreadable { get; } = [];
}
