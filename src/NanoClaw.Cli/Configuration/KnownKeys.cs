using System.Collections.Frozen;
using System.Reflection;
using NanoClaw.Agents;
using NanoClaw.Channels.Telegram;
using NanoClaw.Cli.Running;

namespace NanoClaw.Cli.Configuration;

/// <summary>Every key that the process reads.</summary>
internal static class KnownKeys
{
    private static readonly FrozenSet<string> Keys = Constants(typeof(AgentConfigurationKeys))
        .Concat(Constants(typeof(AssistantKeys)))
        .Append(TelegramOptions.TokenKey)
        .ToFrozenSet(StringComparer.Ordinal);

    public static IReadOnlyCollection<string> All => Keys;

    public static bool Contains(string key) => Keys.Contains(key);

    private static IEnumerable<string> Constants(Type type) => type
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.IsLiteral && field.FieldType == typeof(string))
        .Select(field => (string)field.GetRawConstantValue()!);
}
