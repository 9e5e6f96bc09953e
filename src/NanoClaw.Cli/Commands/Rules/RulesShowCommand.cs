using System.CommandLine;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Output;
using NanoClaw.Host.Decisions;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands.Rules;

/// <summary><c>nanoclaw rules show</c>.</summary>
internal static class RulesShowCommand
{
    private const string Details = $$"""
        The first rule that fits decides: allow, hold (a member of the main group is asked) or refuse; where none fits, it is held. They are read from RULES_FILE (rules.yaml) at the start; without that file the default ones hold. No rule allows more than the assistant's own limits: only the main group reaches beyond itself. A rule that names a folder no group has is noted on the standard error: it never fits there.

        --json: { source, rules: [{ line, effects, groups, to, strangers, decision }] }; what does not matter to a rule is null.

        Examples:
          nanoclaw rules show
          nanoclaw rules show --defaults > rules.yaml
          nanoclaw rules show --json | jq -r '.rules[] | select(.decision == "allow") | .line'

        {{ExitCode.AdministrationHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var defaults = new Option<bool>("--defaults") { Description = "The text of the default rules, to begin a file with." };
        var json = CommonOptions.Json("the rules");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("show", "Shows the rules in the order in which they are tried.", Details) { defaults, json, env };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var isDefault = parsed.GetValue(defaults);
                var table = isDefault ? RuleTable.Default : RulesFile.Read(context, parsed.GetValue(env), file: null);
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context, RuleEntries.Of(table), types => types.RuleEntries);
                }
                else if (isDefault)
                {
                    await context.Out.WriteLineAsync(RuleTable.DefaultText.ReplaceLineEndings("\n"));
                }
                else
                {
                    Show(context, table);
                }

                await StrayFolders.NoteAsync(context, parsed.GetValue(env), table, asked: null, cancellationToken);
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static void Show(CliContext context, RuleTable table)
    {
        context.Out.WriteLine($"From {TerminalText.Safe(table.Name)}:");
        var rows = new TextTable("LINE", "DECISION", "GROUP", "TO", "STRANGERS", "EFFECT");
        foreach (var rule in table.Rules.Select(RuleEntry.Of))
        {
            rows.Add(
                rule.Line.ToString(System.Globalization.CultureInfo.InvariantCulture),
                rule.Decision,
                Words(rule.Groups),
                rule.To ?? RuleWords.Any,
                Words(rule.Strangers, "either way"),
                Words(rule.Effects)
            );
        }

        rows.Write(context);
        context.Out.WriteLine("Where none fits, a person is asked.");
    }

    private static string Words(IReadOnlyCollection<string>? words, string none = RuleWords.Any) => words is null ? none : string.Join(", ", words);
}
