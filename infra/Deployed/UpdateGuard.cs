using NanoClaw.Infra.Settings;
using Pulumi;

namespace NanoClaw.Infra.Deployed;

/// <summary>Refuses an update that would take away what the last one gave: the Worker with its sessions, or the credentials of every client.</summary>
internal static class UpdateGuard
{
    /// <exception cref="RunException">The settings do not fit what is deployed; the message says why, and how to mean it.</exception>
    public static void Check(StackSettings settings, EarlierDeployment earlier)
    {
        CheckWorker(SettingKeys.WorkerName, settings.WorkerName, earlier.WorkerName);
        CheckWorker(SettingKeys.AccountId, settings.AccountId, earlier.AccountId);
        if (earlier.Generation is { } deployed)
        {
            CheckGeneration(settings.Credentials, deployed);
        }
    }

    private static void CheckWorker(string key, string wanted, string? deployed)
    {
        if (deployed is not null && deployed != wanted)
        {
            throw new RunException(
                $"{SettingKeys.Namespace}:{key} = {wanted}: this stack is deployed with {deployed}, and every session, note and run is in that Worker. Another would be new and empty, and the old one deleted with all of them. Set it back with 'pulumi config set {key} {deployed}', or give the new one a stack of its own; 'pulumi destroy' ends this one."
            );
        }
    }

    private static void CheckGeneration(CredentialSettings credentials, int deployed)
    {
        if (credentials.ValidVersions.Contains(deployed) || credentials.EndGeneration == deployed)
        {
            return;
        }

        var version = credentials.RotationVersion;
        var cure =
            version < deployed ? "The stack's file is older than the one that was deployed last: take it from the head of its branch."
            : version > deployed + 1 ? $"Raise it by one at a time, to {deployed + 1} now."
            : $"Leave {SettingKeys.KeepPreviousCredentials} true for this update, pull the new configuration, and end the overlap with the next one.";
        throw new RunException(
            $"{SettingKeys.Namespace}:{SettingKeys.RotationVersion} = {version}: clients hold generation {deployed} of the credentials, which this update would end, so each of them would be cut off. {cure} If that is meant: 'pulumi config set {SettingKeys.EndGeneration} {deployed}'."
        );
    }
}
