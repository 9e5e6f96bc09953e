using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace NanoClaw.Cli.Running;

/// <summary>
/// Metrics, traces and logs to an OpenTelemetry collector, by the variables that OpenTelemetry's specification names:
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, <c>_PROTOCOL</c>, <c>_HEADERS</c> and <c>_TIMEOUT</c>.
/// </summary>
internal static class TelemetryExport
{
    /// <summary>Without it, nothing is exported.</summary>
    public const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string NameKey = "OTEL_SERVICE_NAME";

    // No span of .NET's HTTP client: it has the address, and Telegram's addresses have the bot's token.
    private static readonly string[] Sources = ["NanoClaw.Agents"];

    private static readonly string[] Meters = ["NanoClaw.Agents", "NanoClaw.Host", "System.Runtime"];

    /// <exception cref="CliException">The endpoint is no address of HTTP.</exception>
    public static void AddTo(HostApplicationBuilder builder, IConfiguration configuration)
    {
        if (configuration[EndpointKey]?.Trim() is not { Length: > 0 } endpoint)
        {
            return;
        }

        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new CliException($"{EndpointKey} must be the address of a collector, such as http://localhost:4318.", ExitCode.Usage);
        }

        // The exporter reads its variables from here, so that .env may hold them.
        builder.Configuration.AddConfiguration(configuration);
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(configuration[NameKey] is { Length: > 0 } name ? name : "nanoclaw"))
            .WithMetrics(metrics => metrics.AddMeter(Meters))
            .WithTracing(traces => traces.AddSource(Sources))
            .WithLogging()
            .UseOtlpExporter();
    }
}
