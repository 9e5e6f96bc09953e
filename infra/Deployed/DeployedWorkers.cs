using System.Collections.Immutable;
using Pulumi;
using Pulumi.Cloudflare;

namespace NanoClaw.Infra.Deployed;

/// <summary>
/// Asks the account which Workers it has: the provider's function <c>getWorkersScripts</c>, of whose answer two fields matter here.
/// </summary>
internal static class DeployedWorkers
{
    private const string Function = "cloudflare:index/getWorkersScripts:getWorkersScripts";

    /// <summary>The last Durable Object migration of a Worker; null where there is none, or no such Worker.</summary>
    /// <param name="accountId">In which account.</param>
    /// <param name="scriptName">The Worker's name.</param>
    /// <param name="parent">Whose provider asks; null for the stack's.</param>
    public static async Task<string?> FindMigrationTagAsync(string accountId, string scriptName, Resource? parent)
    {
        // The version of the package in use, or the engine would ask whichever plugin it finds.
        var options = new InvokeOptions { Version = typeof(WorkersScript).Assembly.GetName().Version?.ToString(3), Parent = parent };
        var answer = await Deployment.Instance.InvokeAsync<WorkerList>(Function, new WorkerListArgs { AccountId = accountId }, options);
        return answer.Results.IsDefaultOrEmpty ? null : answer.Results.FirstOrDefault(w => w.Id == scriptName)?.MigrationTag;
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
