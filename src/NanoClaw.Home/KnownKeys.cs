using System.Collections.Frozen;
using System.Reflection;
using NanoClaw.Agents;
using NanoClaw.Home.Channels;
using NanoClaw.Home.Keys;

namespace NanoClaw.Home;

/// <summary>Every key that the process reads.</summary>
public static class KnownKeys
{
    /// <summary>OpenTelemetry's own, as its specification names them.</summary>
    private static readonly string[] Telemetry =
    [
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTEL_EXPORTER_OTLP_PROTOCOL",
        "OTEL_EXPORTER_OTLP_HEADERS",
        "OTEL_SERVICE_NAME",
        "OTEL_SDK_DISABLED",
        "OTEL_TRACES_EXPORTER",
        "OTEL_METRICS_EXPORTER",
        "OTEL_LOGS_EXPORTER",
    ];

    private static readonly FrozenSet<string> Known = Constants(typeof(AgentConfigurationKeys))
        .Concat(Constants(typeof(AssistantKeys)))
        .Concat(Constants(typeof(BackupKeys)))
        .Concat(Constants(typeof(CostKeys)))
        .Concat(AssistantChannels.All.SelectMany(channel => Constants(channel.Options)))
        .Concat(Telemetry)
        .ToFrozenSet(StringComparer.Ordinal);

    public static IReadOnlySet<string> All => Known;

    public static bool Contains(string key) => Known.Contains(key);

    private static IEnumerable<string> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral && field.FieldType == typeof(string))
            .Select(field => (string)field.GetRawConstantValue()!);
}
