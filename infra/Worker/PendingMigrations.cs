using System.Collections.Immutable;
using NanoClaw.Infra.Deployed;
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
    /// <summary>What to declare for the agent's Worker, by what the account says of it; null where nothing is left to migrate.</summary>
    /// <param name="workerName">The agent's Worker.</param>
    /// <param name="manifest">Knows every migration.</param>
    /// <param name="workers">Those of the account.</param>
    internal static WorkersScriptMigrationsArgs? Find(string workerName, WorkerManifest manifest, ImmutableArray<DeployedWorker> workers) =>
        After(workers.FirstOrDefault(w => w.Id == workerName)?.MigrationTag, manifest);

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
}
