using NanoClaw.Agents;
using NanoClaw.Cli.Administration;
using NanoClaw.Home.Administration;
using NanoClaw.Home.Asking;

namespace NanoClaw.Cli.Asking;

/// <summary>The notes that the groups' agents keep at the Worker, and the groups as the store at home knows them.</summary>
internal sealed class NotesConnection : IAsyncDisposable
{
    private readonly AgentConnection _agent;
    private readonly AgentMemory _memory;

    private NotesConnection(AgentConnection agent, AgentMemory memory) => (_agent, _memory) = (agent, memory);

    /// <exception cref="CliException">No agent is configured, or one that keeps no notes at a Worker.</exception>
    public static async Task<NotesConnection> OpenAsync(CliContext context, string? envFile)
    {
        var opened = AgentConnection.Open(context, envFile);
        if (opened.Runtime is CloudflareAgentRuntime { Memory: { } memory })
        {
            return new(opened, memory);
        }

        await opened.DisposeAsync();
        throw new CliException(
            $"{AgentConfigurationKeys.Runtime} is {ContainerAgentRuntime.Name}: what its agent keeps are files in the groups' own folders, such as groups/FOLDER/CLAUDE.md. Read and change them there.",
            ExitCode.Usage
        );
    }

    /// <param name="context">The command's surroundings.</param>
    /// <param name="envFile">A file in the place of the project's <c>.env</c>.</param>
    /// <param name="jidOrFolder">What a person typed.</param>
    /// <param name="isRemoved">It is the folder of a group that the store does not know any more.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CliException">There is no such group, or no such folder can be.</exception>
    public static async Task<NotedGroup> FindGroupAsync(
        CliContext context,
        string? envFile,
        string jidOrFolder,
        bool isRemoved,
        CancellationToken cancellationToken
    )
    {
        if (isRemoved)
        {
            return AgentContract.IsGroupFolder(jidOrFolder)
                ? new NotedGroup(jidOrFolder, Jid: null, Name: null)
                : throw new CliException(
                    $"'{jidOrFolder}' is no group's folder: it has 1 to 64 letters, digits, _ and -, and begins with a letter or digit.",
                    ExitCode.Usage
                );
        }

        await using var connection = StoreConnection.Open(context, envFile);
        return NotedGroup.Of((await Groups.ReadAsync(connection.Store, cancellationToken)).Get(jidOrFolder));
    }

    public static async Task<IReadOnlyList<NotedGroup>> ListGroupsAsync(CliContext context, string? envFile, CancellationToken cancellationToken)
    {
        await using var connection = StoreConnection.Open(context, envFile);
        return [.. (await Groups.ReadAsync(connection.Store, cancellationToken)).All.Select(NotedGroup.Of)];
    }

    public Task<IReadOnlyList<AgentNote>> ListAsync(string folder, CancellationToken cancellationToken) =>
        AskAsync(() => _memory.ListAsync(folder, cancellationToken));

    public Task<int> ForgetAllAsync(string folder, CancellationToken cancellationToken) => AskAsync(() => _memory.ForgetAllAsync(folder, cancellationToken));

    public Task<bool> ForgetAsync(string folder, string key, CancellationToken cancellationToken) =>
        AskAsync(() => _memory.ForgetAsync(folder, key, cancellationToken));

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (AgentException exception)
        {
            throw new CliException(exception.Message, AgentFailureCode.Of(exception), exception);
        }
    }
}
