using System.CommandLine;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Output;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands.Runs;

/// <summary><c>nanoclaw runs show</c>.</summary>
internal static class RunsShowCommand
{
    private const string Details = $$"""
        Steps are what came of the run here: its texts and its actions, with what was decided of each. What the agent did at the Worker by itself, such as reading a page or keeping a note, is told by TOOLS, as often as it did. No word of what was said is shown without --content; then what is kept of it is: the messages it was given, its texts, what its actions held. Texts in WhatsApp are in the group's history: 'nanoclaw history search'.

        --json: { run, steps, tools, content }; run as 'runs --json' prints it; steps an array of { eventId, at, kind, name, size, decision, heldId, decidedBy }, kind being text or action; tools an object of names and numbers; content null without --content, else { task, asked: [{ at, chatJid, sender, text }], said, actions: [{ effect, arguments, decision, reason }] }.

        Examples:
          nanoclaw runs show 7f3a91c2
          nanoclaw runs show 7f3a91c2 --content
          nanoclaw runs show 7f3a91c2 --json | jq -r '.steps[] | [.at, .name, .decision] | @tsv'

        {{ExitCode.AdministrationHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var id = new Argument<string>("ID") { Description = "The run: its id, or the end of it." };
        var content = new Option<bool>("--content") { Description = "Also what was said, as far as it is kept." };
        var json = CommonOptions.Json("the run");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("show", "Shows a run with its steps, tools, tokens, cost and outcome.", Details) { id, content, json, env };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var connection = StoreConnection.Open(context, parsed.GetValue(env));
                var run = await RunIds.FindAsync(connection.Store, parsed.GetValue(id)!, cancellationToken);
                var shown = await new RunReader(connection).ReadAsync(run, parsed.GetValue(content), cancellationToken);
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context, shown, types => types.ShownRun);
                }
                else
                {
                    Show(connection, shown);
                }

                return ExitCode.Success;
            }
        );
        return command;
    }

    private static void Show(StoreConnection connection, ShownRun shown)
    {
        var (run, output, times) = (shown.Run, connection.Context.Out, connection.Times);
        output.WriteLine($"{OneLine.Of(run.RunId)}  {(run.ErrorCode is { } code ? $"{run.Status}: {OneLine.Of(code)}" : run.Status)}");
        output.WriteLine($"  group:   {OneLine.Of($"{run.GroupFolder} ({run.ChatJid})")}");
        output.WriteLine(
            $"  for:     {(run.TaskId is { } task ? OneLine.Of($"the task {task}") : "messages")}{(run.Attempt > 0 ? $", retry {run.Attempt}" : "")}"
        );
        output.WriteLine(
            $"  began:   {times.Of(run.StartedAt)} ({times.Zone}){(run.EndedAt is { } ended ? $", ended {times.Of(ended)}, took {RunText.Took(run.DurationMs)}" : "; its end is not known yet")}"
        );
        output.WriteLine($"  model:   {OneLine.Of(run.AnsweredBy ?? run.Model ?? "not told")}, {run.ModelCalls} call{(run.ModelCalls == 1 ? "" : "s")}");
        foreach (var part in run.Tokens)
        {
            var whose = run.Tokens.Count > 1 ? $"{OneLine.Of(part.Model ?? "not told")}: " : "";
            output.WriteLine(
                $"  tokens:  {whose}{RunText.Count(part.Fresh)} fresh, {RunText.Count(part.CacheRead)} read from the cache, {RunText.Count(part.CacheWrite)} written to it, {RunText.Count(part.Output)} of output"
            );
        }

        output.WriteLine(
            $"  cost:    {RunText.Usd(run.Usd) ?? $"not known: the price table has no {OneLine.Of(run.Model ?? "model")}; MODEL_BUDGET_PRICES gives a price"}"
        );
        if (shown.Tools.Count > 0)
        {
            output.WriteLine($"  tools:   {OneLine.Of(string.Join(", ", shown.Tools.Select(tool => $"{tool.Key} {tool.Value}")))}");
        }

        output.WriteLine();
        ShowSteps(connection, shown);
        if (shown.Content is { } said)
        {
            ShowContent(connection, said);
        }
    }

    private static void ShowSteps(StoreConnection connection, ShownRun shown)
    {
        if (shown.Steps.Count == 0)
        {
            connection.Context.Out.WriteLine("No steps.");
            return;
        }

        var table = new TextTable("EVENT", "AT", "KIND", "SIZE", "DECISION", "ID", "ANSWERED BY", "WHAT");
        foreach (var step in shown.Steps)
        {
            table.Add(
                $"{step.EventId}",
                connection.Times.Of(step.At),
                step.Kind,
                RunText.Count(step.Size),
                step.Decision,
                step.HeldId,
                step.DecidedBy,
                step.Name ?? "a text for the chat"
            );
        }

        table.Write(connection.Context);
    }

    private static void ShowContent(StoreConnection connection, RunContent content)
    {
        var output = connection.Context.Out;
        if (content.Task is { } prompt)
        {
            output.WriteLine();
            output.WriteLine("The task's prompt, as it is now:");
            output.WriteLine(TerminalText.Safe(prompt));
        }

        ShowTexts(connection, "It was given:", content.Asked);
        ShowTexts(connection, "It said:", content.Said);
        if (content.Actions.Count > 0)
        {
            output.WriteLine();
            output.WriteLine("It asked for:");
        }

        foreach (var action in content.Actions)
        {
            output.WriteLine(OneLine.Of($"{action.Effect}, {action.Decision}{(action.Reason is { } reason ? $" ({reason})" : "")}: {action.Arguments}"));
        }
    }

    private static void ShowTexts(StoreConnection connection, string heading, IReadOnlyList<SaidText> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        connection.Context.Out.WriteLine();
        connection.Context.Out.WriteLine(heading);
        foreach (var text in texts)
        {
            connection.Context.Out.WriteLine($"{connection.Times.Of(text.At)} {OneLine.Of(text.Sender)}: {TerminalText.Safe(text.Text)}");
        }
    }
}
