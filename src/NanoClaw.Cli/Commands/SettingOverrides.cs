using System.CommandLine;
using NanoClaw.Infra.Settings;
using NanoClaw.LocalCloud;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands;

/// <summary>The option <c>--config key=value</c>, as Pulumi has it.</summary>
internal static class SettingOverrides
{
    public static Option<Dictionary<string, string>> Create() =>
        new("--config", "-c")
        {
            Description = "Use this setting instead of the stack's own, as key=value. May be repeated.",
            DefaultValueFactory = _ => new Dictionary<string, string>(StringComparer.Ordinal),
            CustomParser = result =>
            {
                var settings = new Dictionary<string, string>(StringComparer.Ordinal);
                foreach (var token in result.Tokens)
                {
                    if (token.Value.Split('=', 2) is not [{ Length: > 0 } typed, var value])
                    {
                        result.AddError($"--config takes key=value, such as --config rotationVersion=2, not '{OneLine.Of(token.Value, 60)}'.");
                        continue;
                    }

                    var key = typed.StartsWith(StackConfiguration.Project + ":", StringComparison.Ordinal)
                        ? typed[(StackConfiguration.Project.Length + 1)..]
                        : typed;
                    if (SettingKeys.Find(key) is null)
                    {
                        result.AddError(Unknown(key));
                    }

                    settings[key] = value;
                }

                return settings;
            },
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };

    private static string Unknown(string key)
    {
        var known = SettingKeys.All.Select(setting => setting.Key).Order(StringComparer.OrdinalIgnoreCase).ToList();
        return NearestWord.Of(key, known) is { } near
            ? $"--config {OneLine.Of(key, 60)}: there is no such setting. Did you mean {near}?"
            : $"--config {OneLine.Of(key, 60)}: there is no such setting. There are: {string.Join(", ", known)}.";
    }
}
