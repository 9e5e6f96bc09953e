using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NanoClaw.Agents;
using NanoClaw.Home.Configuration;

namespace NanoClaw.Home.Asking;

/// <summary>The agent that a configuration names.</summary>
public sealed class AgentConnection : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private AgentConnection(IConfiguration configuration)
    {
        services = new ServiceCollection().AddNanoClawAgent(configuration).BuildServiceProvider();
        try
        {
            Runtime = services.GetRequiredService<IAgentRuntime>();
        }
        catch (OptionsValidationException exception)
        {
            services.Dispose();
            throw Incomplete(exception);
        }
    }

    public IAgentRuntime Runtime { get; }

    /// <summary>
    /// The agent that the environment or a <c>.env</c> file names, or, where neither names one, that of the local cloud.
    /// </summary>
    /// <param name="context">The command's surroundings.</param>
    /// <param name="envFile">A file in the place of the project's <c>.env</c>.</param>
    public static AgentConnection Open(CliContext context, string? envFile) => new(ProcessConfiguration.Open(context, envFile));

    /// <summary>The agent that one file names, whatever the environment says.</summary>
    public static AgentConnection OpenFile(string file) => new(ProcessConfiguration.OpenFile(file));

    /// <summary>What a configuration without an agent becomes: its mistakes, and how to get one.</summary>
    public static CliException Incomplete(OptionsValidationException exception) => new(
        $"The configuration is not complete:\n  {string.Join("\n  ", exception.Failures)}\n"
        + "Try it on this machine first (nanoclaw dev, in another terminal), or take a stack's values: nanoclaw config pull --stack NAME.",
        ExitCode.Usage,
        exception);

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
