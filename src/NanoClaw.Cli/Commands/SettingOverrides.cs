using System.CommandLine;
using NanoClaw.LocalCloud;

namespace NanoClaw.Cli.Commands;

/// <summary>The option <c>--config key=value</c>, as Pulumi has it.</summary>
internal static class SettingOverrides
{
    public static Option<Dictionary<string, string>> Create() => new("--config", "-c")
    {
        Description = "A setting of the program in the place of the stack's own, as key=value. May be repeated.",
        DefaultValueFactory = _ => new Dictionary<string, string>(StringComparer.Ordinal),
        CustomParser = result =>
        {
            var settings = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var token in result.Tokens)
            {
                if (token.Value.Split('=', 2) is [{ Length: > 0 } key, var value])
                {
                    settings[key.StartsWith(StackConfiguration.Project + ":", StringComparison.Ordinal) ? key[(StackConfiguration.Project.Length + 1)..] : key] = value;
                }
                else
                {
                    result.AddError("--config takes key=value, such as --config rotationVersion=2.");
                }
            }

            return settings;
        },
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };
}
