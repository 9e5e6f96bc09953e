using NanoClaw.Infra.Settings;
using Pulumi;

namespace NanoClaw.Infra;

/// <summary>
/// One environment's agent as a component of a Pulumi program of your own: closed by default, as <see cref="AgentStack"/> declares
/// it. One a stack: rotation, migrations and the guards of an update go by the stack's own outputs.
/// </summary>
/// <example><c>return new CloudflareAgent("agent", new() { ... }).Outputs.ToDictionary();</c></example>
public sealed class CloudflareAgent : ComponentResource
{
    /// <exception cref="SettingsException">At least one argument is missing, unknown, malformed or more than the plan
    /// allows; the message names each.</exception>
    /// <exception cref="RunException">The arguments do not fit what is deployed.</exception>
    public CloudflareAgent(string name, CloudflareAgentArgs args, ComponentResourceOptions? options = null)
        : base("nanoclaw:index:CloudflareAgent", name, options)
    {
        ArgumentNullException.ThrowIfNull(args);
        var environment = args.Environment ?? Deployment.Instance.StackName;
        var settings = SettingsParser.Parse(environment, args.ToSettings(environment));
        Outputs = new AgentDeclaration(settings, parent: this).Outputs;
        RegisterOutputs();
    }

    /// <summary>Where it answers, its credentials, and what the next update asks for.</summary>
    public AgentOutputs Outputs { get; }
}
