using System.CommandLine;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Output;
using NanoClaw.Host;
using NanoClaw.Host.Actions;
using NanoClaw.Host.Decisions;

namespace NanoClaw.Cli.Commands.Rules;

/// <summary><c>nanoclaw rules test</c>.</summary>
internal static class RulesTestCommand
{
    private const string Details = $$"""
        Nothing is done; the store is only looked into for the groups there are, and a folder that none has is noted on the standard error. The group's folder is taken for the main group's where it is 'main'; --main says otherwise.

        --json: { decision, reason, line }; decision is allow, hold or refuse, line is null where no rule decides.

        Examples:
          nanoclaw rules test send_message --to others
          nanoclaw rules test schedule_task --group family --strangers web
          nanoclaw rules test register_group --file rules.new.yaml --json

        {{ExitCode.AdministrationHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var effect = new Argument<string>("EFFECT") { Description = $"One of {string.Join(", ", RuleWords.Effects)}." };
        effect.AcceptOnlyFromAmong([.. RuleWords.Effects]);
        var group = new Option<string>("--group", "-g")
        {
            Description = "The folder of the group whose agent asks.",
            DefaultValueFactory = _ => RuleWords.Main,
        };
        var main = CommonOptions.YesNo("--main", "Whether that is the main group.");
        var to = new Option<string>("--to") { Description = "Whether it stays in the group or reaches others.", DefaultValueFactory = _ => RuleWords.Own };
        to.AcceptOnlyFromAmong(RuleWords.Own, RuleWords.Others);
        var strangers = new Option<string[]>("--strangers")
        {
            Description = $"Whose words were in the conversation: {string.Join(", ", RuleWords.Strangers)}.",
            AllowMultipleArgumentsPerToken = true,
        };
        strangers.AcceptOnlyFromAmong([.. RuleWords.Strangers]);
        var file = new Option<string?>("--file") { Description = "Try this file instead of RULES_FILE." };
        var json = CommonOptions.Json("the decision");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("test", "Says what would be decided, and by which rule.", Details)
        {
            effect,
            group,
            main,
            to,
            strangers,
            file,
            json,
            env,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var folder = parsed.GetValue(group)!;
                var table = RulesFile.Read(context, parsed.GetValue(env), parsed.GetValue(file));
                var answer = Answer(
                    table,
                    new EffectQuestion
                    {
                        Effect = parsed.GetValue(effect)!,
                        Group = GroupFolder.IsValid(folder) ? folder : throw new CliException($"'{folder}' is no group's folder.", ExitCode.Usage),
                        IsMain = parsed.GetYesNo(main) ?? folder == RuleWords.Main,
                        ReachesOthers = parsed.GetValue(to) == RuleWords.Others || parsed.GetValue(effect) == ActionNames.RegisterGroup,
                        Strangers = parsed.GetValue(strangers) ?? [],
                    }
                );
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context, answer, types => types.RuleAnswer);
                }
                else
                {
                    await context.Out.WriteLineAsync($"{answer.Decision}: {TerminalText.Safe(answer.Reason)}");
                }

                await StrayFolders.NoteAsync(context, parsed.GetValue(env), table, folder, cancellationToken);
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static RuleAnswer Answer(RuleTable table, EffectQuestion question)
    {
        if (!question.IsMain && (question.ReachesOthers || question.Effect is "refresh_groups" or RuleWords.BudgetOverride or RuleWords.SetModel))
        {
            return new RuleAnswer(TaskEntry.Word(RuleDecision.Refuse), "only the main group may, whatever the rules say", null);
        }

        var (decision, rule) = table.Decide(question);
        return new RuleAnswer(TaskEntry.Word(decision), table.Explain(rule), rule?.Line);
    }
}
