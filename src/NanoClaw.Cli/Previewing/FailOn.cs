using System.CommandLine;
using NanoClaw.LocalCloud.Updates;
using NanoClaw.LocalCloud.Updates.Dangers;

namespace NanoClaw.Cli.Previewing;

/// <summary>The option <c>--fail-on</c>: which dangers make the command fail.</summary>
internal static class FailOn
{
    private const string Any = "any";

    private static readonly IReadOnlyDictionary<string, DangerKind> _kinds = Enum.GetValues<DangerKind>().ToDictionary(k => UpdateJson.Word(k), StringComparer.Ordinal);

    public static Option<HashSet<DangerKind>> Create() => new("--fail-on")
    {
        Description = $"With --from: end with exit code {ExitCode.Dangerous} when the update would do this: {string.Join(", ", _kinds.Keys)} or {Any}. May be repeated.",
        HelpName = string.Join('|', _kinds.Keys.Append(Any)),
        DefaultValueFactory = _ => [],
        CustomParser = result =>
        {
            var kinds = new HashSet<DangerKind>();
            foreach (var token in result.Tokens)
            {
                if (token.Value == Any)
                {
                    kinds.UnionWith(_kinds.Values);
                }
                else if (_kinds.TryGetValue(token.Value, out var kind))
                {
                    kinds.Add(kind);
                }
                else
                {
                    result.AddError($"--fail-on takes {string.Join(", ", _kinds.Keys)} or {Any}, not '{token.Value}'.");
                }
            }

            return kinds;
        },
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };
}
