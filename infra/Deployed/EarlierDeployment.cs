using NanoClaw.Infra.Settings;
using Pulumi;

namespace NanoClaw.Infra.Deployed;

/// <summary>What this stack's own outputs say of its last deployment.</summary>
/// <param name="IsDeployed">Whether there was one.</param>
/// <param name="WorkerName">Its Worker; null where an older program deployed it, which did not say.</param>
/// <param name="AccountId">Its account; null likewise.</param>
/// <param name="Generation">The generation of credentials that clients were given; null likewise.</param>
internal sealed record EarlierDeployment(bool IsDeployed, string? WorkerName, string? AccountId, int? Generation)
{
    public const string WorkerNameOutput = "workerName";
    public const string AccountIdOutput = "accountId";
    public const string GenerationOutput = "credentialGeneration";

    private static readonly EarlierDeployment None = new(IsDeployed: false, null, null, null);

    /// <summary>Asks for them.</summary>
    /// <exception cref="RunException">They cannot be read, and this is an update: it might cut clients off, or delete their sessions.</exception>
    public static async Task<EarlierDeployment> ReadAsync()
    {
        var deployment = Deployment.Instance;
        var stack = $"{deployment.OrganizationName}/{deployment.ProjectName}/{deployment.StackName}";
        try
        {
            var outputs = await StackOutputs.ReadAsync(stack).ConfigureAwait(false);
            return new(
                outputs.ContainsKey("agentEndpoint"),
                outputs.GetValueOrDefault(WorkerNameOutput) as string,
                outputs.GetValueOrDefault(AccountIdOutput) as string,
                outputs.GetValueOrDefault(GenerationOutput) is double generation ? (int)generation : null
            );
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var told = $"The stack's own earlier outputs ({stack}) could not be read: {OneLine.Of(e)}";
            if (!deployment.IsDryRun)
            {
                throw new RunException(
                    $"{told} Without them nobody can tell whether this update would cut clients off or delete the Worker's sessions, so nothing was registered. See that 'pulumi stack output' works here, then try again.",
                    e
                );
            }

            Log.Warn(
                $"{told} This preview does not show whether {SettingKeys.WorkerName} or {SettingKeys.RotationVersion} fit what is deployed; the update asks again."
            );
            return None;
        }
    }
}
