using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace NanoClaw.Samples.AppHost;

/// <summary>Adds the local cloud to an application.</summary>
internal static class LocalCloudExtensions
{
    /// <summary>Adds it, healthy once its Worker answers. <c>Cloud:Folder</c> is where its state is kept; without it, the repository.</summary>
    public static IResourceBuilder<LocalCloudResource> AddLocalCloud(this IDistributedApplicationBuilder builder, string name)
    {
        var cli = new Projects.NanoClaw_Cli().ProjectPath;
        var repository = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(cli)!, "..", ".."));
        var resource = new LocalCloudResource(name, builder.Configuration["Cloud:Folder"] ?? repository);
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(name, _ => new WorkerHealth(resource), HealthStatus.Unhealthy, tags: null));
        return builder
            .AddResource(resource)
            .WithArgs("run", "--no-build", "--project", cli, "--", "dev", "--json", "--port", builder.Configuration["Cloud:Port"] ?? "0")
            .WithHealthCheck(name);
    }
}
