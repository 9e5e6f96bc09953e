using System.Collections.Immutable;
using NanoClaw.Infra.Settings;
using Pulumi;
using Pulumi.Cloudflare;

namespace NanoClaw.Infra.Deployed;

/// <summary>
/// Asks the account which Workers it has: the provider's function <c>getWorkersScripts</c>, of whose answer two fields matter here.
/// </summary>
internal static class DeployedWorkers
{
    private const string Function = "cloudflare:index/getWorkersScripts:getWorkersScripts";

    /// <summary>The account's Workers, each with its last Durable Object migration; none where a new stack cannot ask.</summary>
    /// <param name="settings">Of which account.</param>
    /// <param name="isDeployed">Whether this stack was deployed before.</param>
    /// <param name="parent">Whose provider asks; null for the stack's.</param>
    /// <exception cref="RunException">The account cannot be asked, and this is an update of a Worker that exists.</exception>
    public static async Task<ImmutableArray<DeployedWorker>> ListAsync(StackSettings settings, bool isDeployed, Resource? parent)
    {
        try
        {
            return await ListAsync(settings.AccountId, parent).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var told = $"The account's Workers could not be listed: {OneLine.Of(e)}";
            if (isDeployed && !Deployment.Instance.IsDryRun)
            {
                throw new RunException(
                    $"{told} '{settings.WorkerName}' exists, and which of its Durable Object migrations it has decides what may be sent, so nothing was registered. See that the API token may read Workers Scripts, then try again.",
                    e
                );
            }

            // Not to know is safe for a new Worker: its block is sent, and Cloudflare refuses it whole where there is one already.
            Log.Warn(
                $"{told} '{settings.WorkerName}' is taken for a new Worker: a migration shown here may be applied already, and one from newer sources is not seen."
            );
            return [];
        }
    }

    private static async Task<ImmutableArray<DeployedWorker>> ListAsync(string accountId, Resource? parent)
    {
        // The version of the package in use, or the engine would ask whichever plugin it finds.
        var options = new InvokeOptions { Version = typeof(WorkersScript).Assembly.GetName().Version?.ToString(3), Parent = parent };
        var answer = await Deployment.Instance.InvokeAsync<WorkerList>(Function, new WorkerListArgs { AccountId = accountId }, options);
        return answer.Results.IsDefault ? [] : answer.Results;
    }
}

/// <summary>The question: the Workers of which account.</summary>
internal sealed class WorkerListArgs : InvokeArgs
{
    [Input("accountId")]
    public string? AccountId { get; set; }
}

/// <summary>The answer.</summary>
[OutputType]
internal sealed class WorkerList
{
    [OutputConstructor]
    private WorkerList(ImmutableArray<DeployedWorker> results) => Results = results;

    public ImmutableArray<DeployedWorker> Results { get; }
}

/// <summary>One Worker of the account.</summary>
[OutputType]
internal sealed class DeployedWorker
{
    [OutputConstructor]
    private DeployedWorker(string id, string? migrationTag) => (Id, MigrationTag) = (id, migrationTag);

    public string Id { get; }

    public string? MigrationTag { get; }
}
