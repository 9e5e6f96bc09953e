using Microsoft.Extensions.AI;

namespace NanoClaw.Agents.AI;

/// <summary>
/// A group's remote agent as a chat client. The conversation is kept remotely: <see cref="ChatOptions.ConversationId"/>
/// is the session, and comes with the end of each answer. A call that did not come to its end is taken up again, not
/// run again, where the same is asked within ten minutes, so a retry in front of this client is billed once.
/// </summary>
public sealed class NanoClawChatClient : IChatClient
{
    /// <summary>The name by which telemetry knows the provider.</summary>
    public const string ProviderName = "nanoclaw";

    private readonly IAgentRuntime _runtime;
    private readonly RemoteGroup _group;
    private readonly RemoteTurn _turn;
    private readonly UnsettledRuns _unsettled;

    /// <summary>Makes one. Its calls may run side by side.</summary>
    /// <param name="runtime">Runs the turns; it stays its maker's to dispose of.</param>
    /// <param name="group">The group whose agent answers.</param>
    /// <param name="time">The clock, or null for the system's.</param>
    public NanoClawChatClient(IAgentRuntime runtime, RemoteGroup group, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        ArgumentNullException.ThrowIfNull(group);
        _runtime = runtime;
        _group = group;
        _turn = new RemoteTurn(runtime);
        _unsettled = new UnsettledRuns(time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    /// <exception cref="AgentException">The run failed; the message tells the next step.</exception>
    /// <exception cref="NotSupportedException">Something was asked that the remote agent cannot be given.</exception>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var request = RequestMaker.Make(_group, messages, options);
        return await _turn.RunAsync(request, RequestMaker.RunId(options), _unsettled, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="AgentException">The run failed; the message tells the next step.</exception>
    /// <exception cref="NotSupportedException">Something was asked that the remote agent cannot be given.</exception>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var request = RequestMaker.Make(_group, messages, options);
        return _turn.StreamAsync(request, RequestMaker.RunId(options), _unsettled, cancellationToken);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata(ProviderName, defaultModelId: _group.Metadata?.Model)
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(_runtime) ? _runtime
            : serviceType.IsInstanceOfType(_group) ? _group
            : null;
    }

    /// <summary>Does nothing: the runtime is its maker's.</summary>
    public void Dispose() { }
}
