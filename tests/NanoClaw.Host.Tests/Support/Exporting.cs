using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NanoClaw.Host.Telemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace NanoClaw.Host.Tests.Support;

/// <summary>An OpenTelemetry export, as settings make it.</summary>
internal static class Exporting
{
    public static (MeterProvider Metrics, TracerProvider Traces, LoggerProvider Logs) ProvidersOf(ServiceProvider services) =>
        (services.GetRequiredService<MeterProvider>(), services.GetRequiredService<TracerProvider>(), services.GetRequiredService<LoggerProvider>());

    /// <summary>From now on the world's log goes to the collector too.</summary>
    public static Task AttachAsync(World world, ServiceProvider services)
    {
        world.Log.Also = services.GetRequiredService<ILoggerFactory>();
        return world.RestartAsync();
    }

    public static ServiceProvider Build(params (string Key, string? Value)[] settings) =>
        new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace))
            .AddNanoClawTelemetry(
                new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))).Build()
            )
            .BuildServiceProvider();
}
