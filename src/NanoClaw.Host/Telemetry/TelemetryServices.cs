using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NanoClaw.Host.Telemetry;

/// <summary>Metrics and traces for an OpenTelemetry collector.</summary>
public static class TelemetryServices
{
    /// <summary>The runtime library's meter and traces.</summary>
    private const string Agents = "NanoClaw.Agents";

    /// <summary>.NET's own: memory, garbage collections, threads.</summary>
    private const string Runtime = "System.Runtime";

    /// <summary>
    /// Sends metrics and traces to <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>; does nothing where that is not set. They hold no
    /// message, no chat and no credential. Requests of HTTP clients are left out on purpose: their addresses hold
    /// credentials, such as a Telegram bot's token.
    /// </summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A value is wrong; the message names its key.</exception>
    public static IServiceCollection AddNanoClawTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        if (TelemetrySettings.Read(configuration) is not { } settings)
        {
            return services;
        }

        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(settings.ServiceName, serviceVersion: Version()))
            .WithMetrics(metrics => metrics
                .AddMeter(HostTelemetry.Name, Agents, Runtime)
                .AddOtlpExporter(exporter => settings.Apply(exporter, "v1/metrics")))
            .WithTracing(traces => traces
                .AddSource(HostTelemetry.Name, Agents)
                .AddOtlpExporter(exporter => settings.Apply(exporter, "v1/traces")));
        return services;
    }

    private static string? Version() => typeof(TelemetryServices).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
}
