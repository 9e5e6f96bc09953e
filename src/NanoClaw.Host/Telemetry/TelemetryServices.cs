using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NanoClaw.Host.Telemetry;

/// <summary>Metrics, traces and the log for an OpenTelemetry collector.</summary>
public static class TelemetryServices
{
    /// <summary>The runtime library's meter and traces.</summary>
    private const string Agents = "NanoClaw.Agents";

    /// <summary>.NET's own: memory, garbage collections, threads.</summary>
    private const string Runtime = "System.Runtime";

    /// <summary>This program's own lines: those of libraries may hold addresses with credentials.</summary>
    private const string Own = "NanoClaw.";

    /// <summary>
    /// Sends metrics, traces and log lines to <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>; does nothing where that is not set. They
    /// hold no message, no chat and no credential. Requests of HTTP clients are left out on purpose: their addresses hold
    /// credentials, such as a Telegram bot's token. A run's spans and lines have its id as <c>nanoclaw.run_id</c>, its
    /// lines and the examples of its measurements the trace.
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

        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService(settings.ServiceName, serviceVersion: Version()));
        if (settings.HasMetrics)
        {
            telemetry.WithMetrics(metrics =>
                metrics
                    .AddMeter(HostTelemetry.Name, Agents, Runtime)
                    .SetExemplarFilter(ExemplarFilterType.TraceBased)
                    .AddOtlpExporter(exporter => settings.Apply(exporter, "v1/metrics"))
            );
        }

        if (settings.HasTraces)
        {
            telemetry.WithTracing(traces => traces.AddSource(HostTelemetry.Name, Agents).AddOtlpExporter(exporter => settings.Apply(exporter, "v1/traces")));
        }

        if (settings.HasLogs)
        {
            // A rule of a provider's own takes the place of the others, the lowest level included.
            services.Configure<LoggerFilterOptions>(options =>
                options.AddFilter<OpenTelemetryLoggerProvider>(
                    (category, level) => level >= options.MinLevel && category?.StartsWith(Own, StringComparison.Ordinal) is true
                )
            );
            telemetry.WithLogging(logs => logs.AddProcessor(new ExportedLines()).AddOtlpExporter(exporter => settings.Apply(exporter, "v1/logs")));
        }

        return services;
    }

    private static string? Version() => typeof(TelemetryServices).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
}
