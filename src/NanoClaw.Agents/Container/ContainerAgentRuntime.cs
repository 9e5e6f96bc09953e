using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace NanoClaw.Agents;

/// <summary>Runs turns in a container on this machine, as NanoClaw v1 did. A run that breaks cannot be taken up again.</summary>
public sealed class ContainerAgentRuntime : IAgentRuntime, IDisposable
{
    /// <summary>The value of <c>AGENT_RUNTIME</c> that chooses this runtime.</summary>
    public const string Name = "container";

    /// <summary>Makes one. The engine is looked for now.</summary>
    /// <param name="options">How to start containers; read once.</param>
    /// <param name="logger">Where to log, or null.</param>
    /// <param name="time">The clock, or null for the system's.</param>
    /// <param name="meterFactory">Where the meter comes from, or null for one of its own.</param>
    /// <exception cref="OptionsValidationException">The options are not valid; all mistakes are named.</exception>
    public ContainerAgentRuntime(
        ContainerAgentOptions options,
        ILogger<ContainerAgentRuntime>? logger = null,
        TimeProvider? time = null,
        IMeterFactory? meterFactory = null
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        var mistakes = ContainerOptionsRules.Mistakes(options).ToList();
        if (mistakes.Count > 0)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(ContainerAgentOptions), mistakes);
        }

        Settings = options;
        Engine = new ContainerEngine(ContainerEngine.Find(options.Engine)!);
        Logger = logger ?? NullLogger<ContainerAgentRuntime>.Instance;
        Time = time ?? TimeProvider.System;
        Telemetry = new AgentTelemetry(Name, meterFactory);
        Watch = new DeadlineWatch(options.HardTimeout, Time);
    }

    internal ContainerAgentOptions Settings { get; }

    internal ContainerEngine Engine { get; }

    internal ILogger Logger { get; }

    internal TimeProvider Time { get; }

    internal AgentTelemetry Telemetry { get; }

    internal DeadlineWatch Watch { get; }

    /// <inheritdoc/>
    public Task<AgentRunResult> RunAsync(
        AgentRequest request,
        Func<AgentOutput, CancellationToken, Task> onOutput,
        AgentRunOptions? options = null,
        CancellationToken cancellationToken = default
    ) => RunCallbacks.RunAsync(this, request, onOutput, options?.RunId ?? RunIds.New(Time), options?.LastEventId, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<AgentEvent> StreamAsync(AgentRequest request, AgentRunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        AgentRequestRules.Check(options);
        AgentRequestRules.Check(request);
        if (options?.LastEventId is not null)
        {
            throw new AgentConflictException(
                AgentErrorCodes.RunUnknown,
                $"A container's run cannot be taken up again ({AgentErrorCodes.RunUnknown}). Start a new run with a new RunId, if it is safe to do it twice."
            );
        }

        return ContainerRun.EventsAsync(this, request, options?.RunId ?? RunIds.New(Time), cancellationToken);
    }

    /// <summary>Stops watching. End the runs before.</summary>
    public void Dispose() => Watch.Dispose();
}
