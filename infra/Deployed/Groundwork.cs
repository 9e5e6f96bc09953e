using NanoClaw.Infra.Settings;
using NanoClaw.Infra.Worker;
using Pulumi;
using Pulumi.Cloudflare.Inputs;

namespace NanoClaw.Infra.Deployed;

/// <summary>
/// What has to be known of the world before the first resource: a refusal is then one line, and nothing is registered.
/// </summary>
internal sealed record Groundwork
{
    /// <summary>The Durable Object migrations that the Worker still lacks; null where there are none.</summary>
    public required WorkersScriptMigrationsArgs? Migrations { get; init; }

    /// <summary>Asks the engine and the account.</summary>
    /// <param name="settings">What is wanted.</param>
    /// <param name="manifest">Of the Worker to deploy.</param>
    /// <param name="parent">Whose provider asks the account; null for the stack's.</param>
    /// <exception cref="RunException">The settings do not fit what is there.</exception>
    public static Groundwork Lay(StackSettings settings, WorkerManifest manifest, Resource? parent)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(manifest);

        // A stack declares its resources in its constructor, which cannot wait in any other way. What is waited for needs no
        // resource but the stack itself; on a thread of the pool, since a test's own context may have none to spare.
        return Task.Run(() => LayAsync(settings, manifest, parent)).GetAwaiter().GetResult();
    }

    private static async Task<Groundwork> LayAsync(StackSettings settings, WorkerManifest manifest, Resource? parent)
    {
        var earlier = await EarlierDeployment.ReadAsync().ConfigureAwait(false);
        UpdateGuard.Check(settings, earlier);
        await HostnameCover.ConfirmAsync(settings).ConfigureAwait(false);
        var workers = await DeployedWorkers.ListAsync(settings, earlier.IsDeployed, parent).ConfigureAwait(false);
        FrontName.Check(settings, earlier.IsDeployed, workers);
        return new() { Migrations = PendingMigrations.Find(settings.WorkerName, manifest, workers) };
    }
}
