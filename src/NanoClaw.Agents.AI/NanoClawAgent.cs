using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using TheirOptions = Microsoft.Agents.AI.AgentRunOptions;

namespace NanoClaw.Agents.AI;

/// <summary>
/// A group's remote agent as an <see cref="AIAgent"/>. Its sessions name the group and the remote session, and may be
/// serialised: a conversation goes on in another process. A turn that did not come to its end is taken up again, not run
/// again, where the session is asked the same within ten minutes, a restart between them included.
/// </summary>
public sealed class NanoClawAgent : AIAgent
{
    private readonly IAgentRuntime _runtime;
    private readonly RemoteGroup _group;
    private readonly RemoteTurn _turn;
    private readonly TimeProvider _time;

    /// <summary>Makes one.</summary>
    /// <param name="runtime">Runs the turns; it stays its maker's to dispose of.</param>
    /// <param name="group">The group whose agent it is, unless a session names another.</param>
    /// <param name="name">The agent's name, or null.</param>
    /// <param name="description">What it is for, or null.</param>
    /// <param name="time">The clock, or null for the system's.</param>
    public NanoClawAgent(IAgentRuntime runtime, RemoteGroup group, string? name = null, string? description = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        ArgumentNullException.ThrowIfNull(group);
        _runtime = runtime;
        _group = group;
        _turn = new RemoteTurn(runtime);
        _time = time ?? TimeProvider.System;
        Name = name;
        Description = description;
    }

    /// <inheritdoc/>
    public override string? Name { get; }

    /// <inheritdoc/>
    public override string? Description { get; }

    /// <summary>The same for each process that stands for the same group.</summary>
    protected override string? IdCore => $"{NanoClawChatClient.ProviderName}-{_group.Folder}";

    /// <summary>A conversation in another group, or one that goes on.</summary>
    /// <param name="group">The group.</param>
    /// <param name="sessionId">The session to go on with, or null for a new one.</param>
    public static NanoClawAgentSession CreateSession(RemoteGroup group, string? sessionId = null)
    {
        ArgumentNullException.ThrowIfNull(group);
        return new NanoClawAgentSession(group.Folder, group.ChatJid, sessionId);
    }

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return base.GetService(serviceType, serviceKey)
            ?? (
                serviceKey is not null ? null
                : serviceType == typeof(AIAgentMetadata) ? new AIAgentMetadata(NanoClawChatClient.ProviderName)
                : serviceType.IsInstanceOfType(_runtime) ? _runtime
                : serviceType.IsInstanceOfType(_group) ? _group
                : null
            );
    }

    /// <inheritdoc/>
    protected override ValueTask<AgentSession> CreateSessionCoreAsync(CancellationToken cancellationToken = default) => new(CreateSession(_group));

    /// <inheritdoc/>
    protected override ValueTask<JsonElement> SerializeSessionCoreAsync(
        AgentSession session,
        JsonSerializerOptions? jsonSerializerOptions = null,
        CancellationToken cancellationToken = default
    ) => new(SessionJson.Write(Own(session)));

    /// <inheritdoc/>
    protected override ValueTask<AgentSession> DeserializeSessionCoreAsync(
        JsonElement serializedState,
        JsonSerializerOptions? jsonSerializerOptions = null,
        CancellationToken cancellationToken = default
    ) => new(SessionJson.Read(serializedState));

    /// <inheritdoc/>
    protected override async Task<AgentResponse> RunCoreAsync(
        IEnumerable<ChatMessage> messages,
        AgentSession? session = null,
        TheirOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var own = session is null ? CreateSession(_group) : Own(session);
        var request = RequestMaker.Make(GroupOf(own), messages, OptionsOf(own, options));
        var response = await _turn
            .RunAsync(request, RequestMaker.RunId(options?.AdditionalProperties), new SessionUnsettled(own, _time), cancellationToken)
            .ConfigureAwait(false);
        own.SessionId = response.ConversationId ?? own.SessionId;
        foreach (var message in response.Messages)
        {
            message.AuthorName = Name;
        }

        return new AgentResponse(response) { AgentId = Id };
    }

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<AgentResponseUpdate> RunCoreStreamingAsync(
        IEnumerable<ChatMessage> messages,
        AgentSession? session = null,
        TheirOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var own = session is null ? CreateSession(_group) : Own(session);
        var request = RequestMaker.Make(GroupOf(own), messages, OptionsOf(own, options));
        var updates = _turn.StreamAsync(request, RequestMaker.RunId(options?.AdditionalProperties), new SessionUnsettled(own, _time), cancellationToken);
        await foreach (var update in updates.ConfigureAwait(false))
        {
            own.SessionId = update.ConversationId ?? own.SessionId;
            yield return new AgentResponseUpdate(update) { AgentId = Id, AuthorName = Name };
        }
    }

    private static NanoClawAgentSession Own(AgentSession session) =>
        session as NanoClawAgentSession
        ?? throw new InvalidOperationException(
            $"The session is a {session?.GetType().Name}. Use one that this agent made: CreateSessionAsync or DeserializeSessionAsync."
        );

    /// <summary>The session's group, with what the agent is told of its own only.</summary>
    private RemoteGroup GroupOf(NanoClawAgentSession session) =>
        session.GroupFolder == _group.Folder ? _group with { ChatJid = session.ChatJid } : new RemoteGroup(session.GroupFolder) { ChatJid = session.ChatJid };

    private static ChatOptions OptionsOf(NanoClawAgentSession session, TheirOptions? options) =>
        new()
        {
            ConversationId = session.SessionId,
            ResponseFormat = options?.ResponseFormat,
#pragma warning disable MEAI001 // Theirs is not settled yet; whoever hands one in is told that it leads nowhere here.
            ContinuationToken = options?.ContinuationToken,
#pragma warning restore MEAI001
        };
}
