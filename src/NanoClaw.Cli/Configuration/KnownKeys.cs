using System.Collections.Frozen;
using System.Reflection;
using NanoClaw.Agents;
using NanoClaw.Channels.Telegram;
using NanoClaw.Channels.WhatsApp;
using NanoClaw.Cli.BackingUp;
using NanoClaw.Cli.Costing;
using NanoClaw.Cli.Running;

namespace NanoClaw.Cli.Configuration;

/// <summary>Every key that the process reads.</summary>
internal static class KnownKeys
{
    /// <summary>OpenTelemetry's own, as its specification names them.</summary>
    private static readonly string[] Telemetry =
        ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_HEADERS", "OTEL_SERVICE_NAME", "OTEL_SDK_DISABLED"];

    private static readonly FrozenSet<string> Keys = Constants(typeof(AgentConfigurationKeys))
        .Concat(Constants(typeof(AssistantKeys)))
        .Concat(Constants(typeof(BackupKeys)))
        .Concat(Constants(typeof(CostKeys)))
        .Concat(Constants(typeof(TelegramOptions)))
        .Concat(Constants(typeof(WhatsAppOptions)))
        .Concat(Telemetry)
        .ToFrozenSet(StringComparer.Ordinal);

    public static IReadOnlyCollection<string> All => Keys;

    public static bool Contains(string key) => Keys.Contains(key);

    private static IEnumerable<string> Constants(Type type) => type
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.IsLiteral && field.FieldType == typeof(string))
        .Select(field => (string)field.GetRawConstantValue()!);
}
