using NanoClaw.Agents;

namespace NanoClaw.Backup.Agent;

/// <summary>The sessions and notes that the groups' Durable Objects keep, asked for from their Worker.</summary>
/// <param name="worker">The Worker.</param>
public sealed class WorkerState(AgentBackup worker) : IAgentState
{
    public Task<Stream> ExportAsync(string groupFolder, CancellationToken cancellationToken) =>
        WorkerFailure.ToldAsync(() => worker.ExportAsync(groupFolder, cancellationToken));

    public Task ImportAsync(string groupFolder, Stream content, bool force, CancellationToken cancellationToken) =>
        WorkerFailure.ToldAsync(async () =>
        {
            try
            {
                await worker.ImportAsync(groupFolder, content, force, cancellationToken);
                return true;
            }
            catch (AgentException exception) when (exception.Code == AgentBackup.Older)
            {
                throw AgentHeading.IsNewer(groupFolder);
            }
        });
}
