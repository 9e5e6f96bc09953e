using System.CommandLine;
using NanoClaw.LocalCloud.Updates;
using NanoClaw.LocalCloud.Updates.Dangers;

namespace NanoClaw.Cli.Previewing;

/// <summary>The option <c>--fail-on</c>: which dangers make the command fail.</summary>
internal static class FailOn
{
    private const string Any = "any";

    private static readonly IReadOnlyDictionary<string, DangerKind> Kinds = Enum.GetValues<DangerKind>()
        .ToDictionary(k => UpdateJson.Word(k), StringComparer.Ordinal);

    public static Option<HashSet<DangerKind>> Create() =>
        new("--fail-on")
        {
            Description =
                $"With --from: end with exit code {ExitCode.Dangerous} when the update would do this: {string.Join(", ", Kinds.Keys)} or {Any}. May be repeated.",
            HelpName = string.Join('|', Kinds.Keys.Append(Any)),
            DefaultValueFactory = _ => [],
            CustomParser = result =>
            {
                var kinds = new HashSet<DangerKind>();
                foreach (var token in result.Tokens)
                {
                    if (token.Value == Any)
                    {
                        kinds.UnionWith(Kinds.Values);
                    }
                    else if (Kinds.TryGetValue(token.Value, out var kind))
                    {
                        kinds.Add(kind);
                    }
                    else
                    {
                        result.AddError($"--fail-on takes {string.Join(", ", Kinds.Keys)} or {Any}, not '{token.Value}'.");
                    }
                }

                return kinds;
            },
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
}
