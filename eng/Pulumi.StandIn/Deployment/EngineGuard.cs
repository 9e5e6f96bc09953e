namespace Pulumi;

/// <summary>Keeps the stand-in away from real deployments.</summary>
internal static class EngineGuard
{
    public static async Task<int> RefuseAsync()
    {
        await Task.CompletedTask.ConfigureAwait(false);
        throw new InvalidOperationException(
            IsUnderEngine
                ? "This program was built with the stand-in for the Pulumi SDK (eng/Pulumi.StandIn), which evaluates programs "
                    + "in tests and in the local cloud and cannot deploy. Build it with the official packages: choose a NuGet "
                    + "source that carries Pulumi and Pulumi.Cloudflare (nuget.org does; see `dotnet nuget list source`), run "
                    + "`dotnet build infra -p:PulumiSdk=official`, then start the `pulumi` command again."
                : "Program run without the Pulumi engine available; re-run using the `pulumi` CLI"
        );
    }

    private static bool IsUnderEngine => IsSet("PULUMI_MONITOR") || IsSet("PULUMI_ENGINE");

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
