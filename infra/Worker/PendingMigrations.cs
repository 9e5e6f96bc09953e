using NanoClaw.Infra.Deployed;
using NanoClaw.Infra.Settings;
using Pulumi;
using Pulumi.Cloudflare.Inputs;

namespace NanoClaw.Infra.Worker;

/// <summary>
/// The Durable Object migrations that a Worker still lacks.
/// </summary>
/// <remarks>
/// Cloudflare applies a migration once and remembers its tag; an upload whose <c>old_tag</c> is not the remembered one is refused
/// with "Actor migration tag precondition failed". The provider sends the declared block with every upload, as it takes it from
/// the configuration and not from the difference (resource.go of workers_script in 5.19.1; terraform-provider-cloudflare #5701,
/// pulumi-cloudflare #1215, which is open). So a constant block works for the first update and fails with the second, and
/// <c>ignoreChanges</c> does not help, since it sends the old block again. What works is wrangler's way: ask for the tag that is
/// there, send only what comes after it, and nothing when nothing does. The block therefore leaves the plan with the second
/// update, once. Provider 5.22 has declarative <c>exports</c> for Durable Objects, which need no tag; 6.17.0 of the Pulumi package
/// has them not.
/// </remarks>
public static class PendingMigrations
{
    /// <summary>What to declare for a Worker, by what the account says of it; null where nothing is left to migrate.</summary>
    /// <exception cref="RunException">The account cannot be asked, and this is an update of a Worker that exists.</exception>
    internal static async Task<WorkersScriptMigrationsArgs?> FindAsync(StackSettings settings, WorkerManifest manifest, bool isDeployed, Resource? parent) =>
        After(await FindTagAsync(settings, isDeployed, parent).ConfigureAwait(false), manifest);

    /// <summary>The migrations after a tag; null where none is left.</summary>
    /// <param name="appliedTag">The tag that is there; null or empty for a Worker without one.</param>
    /// <param name="manifest">Knows every migration.</param>
    /// <exception cref="WorkerBundleException">The tag is not one of the manifest's: the Worker was deployed from newer sources.</exception>
    public static WorkersScriptMigrationsArgs? After(string? appliedTag, WorkerManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var applied = string.IsNullOrEmpty(appliedTag) ? -1 : manifest.Migrations.Select(m => m.Tag).ToList().IndexOf(appliedTag);
        if (applied < 0 && !string.IsNullOrEmpty(appliedTag))
        {
            throw new WorkerBundleException(
                $"The deployed Worker has the Durable Object migration '{appliedTag}', which this bundle does not know: it was deployed from newer sources. Update your working copy to at least these sources."
            );
        }

        var pending = manifest.Migrations.Skip(applied + 1).ToList();
        if (pending.Count == 0)
        {
            return null;
        }

        var block = new WorkersScriptMigrationsArgs { NewTag = pending[^1].Tag, NewSqliteClasses = pending.SelectMany(m => m.NewSqliteClasses).ToArray() };
        if (applied >= 0)
        {
            block.OldTag = appliedTag!;
        }

        return block;
    }

    private static async Task<string?> FindTagAsync(StackSettings settings, bool isDeployed, Resource? parent)
    {
        try
        {
            return await DeployedWorkers.FindMigrationTagAsync(settings.AccountId, settings.WorkerName, parent).ConfigureAwait(false);
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
            return null;
        }
    }
}
