using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NanoClaw.Agents;
using NanoClaw.Home.Configuration;

namespace NanoClaw.Home.Asking;

/// <summary>The agent that a configuration names.</summary>
public sealed class AgentConnection : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private AgentConnection(IConfiguration configuration)
    {
        _services = new ServiceCollection().AddNanoClawAgent(configuration).BuildServiceProvider();
        try
        {
            Runtime = _services.GetRequiredService<IAgentRuntime>();
        }
        catch (OptionsValidationException exception)
        {
            _services.Dispose();
            throw Incomplete(exception, configuration);
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
    public static CliException Incomplete(OptionsValidationException exception, IConfiguration configuration) =>
        new(
            ProcessConfiguration.NamesAgent(configuration)
                ? $"The configuration of the agent is not complete:\n  {string.Join("\n  ", exception.Failures)}\nA stack's values are taken by: nanoclaw config pull --stack NAME"
                : $"No agent is configured. Start one here (nanoclaw dev, in another terminal), or take your stack's: nanoclaw config pull --stack NAME. Looked for in the environment{(ProcessConfiguration.SearchedIn(configuration) is { Length: > 0 } files ? $", {files}" : "")}.",
            ExitCode.Usage,
            exception
        );

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
