using NanoClaw.Agents;

namespace NanoClaw.Backup.Agent;

/// <summary>What a failed call of the Worker means for a backup.</summary>
internal static class WorkerFailure
{
    public static async Task<T> ToldAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (AgentException exception)
        {
            throw Of(exception);
        }
    }

    private static BackupException Of(AgentException exception) =>
        exception switch
        {
            AgentUnauthorizedException => new(
                BackupFailure.Refused,
                $"The Worker refuses the token of backups. Set {AgentConfigurationKeys.BackupToken} to the stack's current backupToken (nanoclaw config pull --stack NAME); a stack from before there was one needs 'pulumi up' first.",
                exception
            ),
            AgentAccessDeniedException => new(BackupFailure.Refused, exception.Message, exception),
            AgentRateLimitedException or AgentUnavailableException or AgentTimeoutException or AgentBudgetExhaustedException => new(
                BackupFailure.Away,
                exception.Message,
                exception
            ),
            { Code: AgentBackup.NoBucket } => new(
                BackupFailure.NotFound,
                "The stack has no bucket for backups. Set it (pulumi config set nanoclaw:r2 true) and deploy (pulumi up), or name a folder with BACKUP_TO.",
                exception
            ),
            { Code: AgentErrorCodes.NotFound or AgentErrorCodes.MethodNotAllowed } => new(
                BackupFailure.Refused,
                "The Worker or the zone's rules know nothing of backups yet: they are of an older version. Deploy this one: pulumi up.",
                exception
            ),
            _ => new(BackupFailure.Other, exception.Message, exception),
        };
}
