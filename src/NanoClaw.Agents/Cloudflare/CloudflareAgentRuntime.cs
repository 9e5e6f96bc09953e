using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace NanoClaw.Agents;

/// <summary>
/// Runs turns on the Moltworker. A call that breaks is taken up again under its run's id from the last event seen, so
/// that nothing is run twice, lost or doubled.
/// </summary>
public sealed class CloudflareAgentRuntime : IAgentRuntime, IDisposable
{
    /// <summary>The value of <c>AGENT_RUNTIME</c> that chooses this runtime.</summary>
    public const string Name = "cloudflare";

    private readonly HttpMessageInvoker _http;

    /// <summary>Makes one with a connection pool of its own: make one a process and keep it.</summary>
    /// <param name="options">How to call; read once.</param>
    /// <param name="credentials">Read for every call.</param>
    /// <param name="logger">Where to log, or null.</param>
    /// <param name="time">The clock, or null for the system's.</param>
    /// <param name="meterFactory">Where the meter comes from, or null for one of its own.</param>
    /// <exception cref="OptionsValidationException">The options are not valid; all mistakes are named.</exception>
    public CloudflareAgentRuntime(
        CloudflareAgentOptions options,
        IAgentCredentialSource credentials,
        ILogger<CloudflareAgentRuntime>? logger = null,
        TimeProvider? time = null,
        IMeterFactory? meterFactory = null
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(credentials);
        var mistakes = CloudflareOptionsRules.Mistakes(options).ToList();
        if (mistakes.Count > 0)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(CloudflareAgentOptions), mistakes);
        }

        Settings = options;
        Credentials = credentials;
        Logger = logger ?? NullLogger<CloudflareAgentRuntime>.Instance;
        Time = time ?? TimeProvider.System;
        Telemetry = new AgentTelemetry(Name, meterFactory);
        RunUri = new Uri(options.Endpoint!, "/v1/agent/run");
        MemoryUri = new Uri(options.Endpoint!, "/v1/agent/memory");
        Memory = new AgentMemory(this);
        Backup = new AgentBackup(this);
        Watch = new DeadlineWatch(options.RequestTimeout, Time);
        _http = AgentTransport.Create(options);
    }

    /// <summary>What the groups' agents keep.</summary>
    public AgentMemory Memory { get; }

    /// <summary>What the Worker gives and takes for backups.</summary>
    public AgentBackup Backup { get; }

    internal CloudflareAgentOptions Settings { get; }

    internal IAgentCredentialSource Credentials { get; }

    internal ILogger Logger { get; }

    internal TimeProvider Time { get; }

    internal AgentTelemetry Telemetry { get; }

    internal DeadlineWatch Watch { get; }

    internal Uri RunUri { get; }

    internal Uri MemoryUri { get; }

    /// <summary>From 0 to 1; a test sets it.</summary>
    internal Func<double> Jitter { get; init; } = Random.Shared.NextDouble;

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
        var body = AgentRequestRules.ToBody(request);
        return new CloudflareRunEvents(this, request, body, options?.RunId ?? RunIds.New(Time), options?.LastEventId, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> StopAsync(string groupFolder, string runId, CancellationToken cancellationToken = default) =>
        Memory.StopAsync(groupFolder, runId, cancellationToken);

    /// <summary>Closes the connections. Runs that are open end with an exception.</summary>
    public void Dispose()
    {
        _http.Dispose();
        Watch.Dispose();
    }

    /// <exception cref="AgentUnauthorizedException">What was found cannot be sent.</exception>
    internal async ValueTask<AgentCredentials> ReadCredentialsAsync(bool reread, CancellationToken cancellationToken)
    {
        var credentials = await Credentials.GetAsync(reread, cancellationToken).ConfigureAwait(false);
        var mistakes = credentials.Mistakes(Settings.Endpoint!);
        return mistakes.Count == 0 ? credentials : throw new AgentUnauthorizedException(AgentErrorCodes.CredentialsInvalid, string.Join(' ', mistakes));
    }

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _http.SendAsync(request, cancellationToken);
}
