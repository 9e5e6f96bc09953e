using System.Globalization;
using NanoClaw.Cli.Installing;
using NanoClaw.Home.Running;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Status;

/// <summary>The report as one screen of text.</summary>
internal sealed class StatusScreen(CliContext context, TimeText times)
{
    private const int PromptShown = 50;
    private const int ErrorShown = 100;

    public void Show(StatusReport report)
    {
        ShowHead(report);
        ShowHeld(report);
        ShowGroups(report);
        ShowTasks(report);
        ShowErrors(report);
    }

    private void ShowHead(StatusReport report)
    {
        var (assistant, queue, outbox, budget) = (report.Assistant, report.Queue, report.Outbox, report.Budget);
        Line(
            assistant.Name,
            assistant switch
            {
                { Running: false } => "not running: this is what the store knows. To start it: nanoclaw run",
                { Health: null } => $"running ({assistant.Owner}), but its health port does not answer: this is what the store knows",
                _ => $"running ({assistant.Health}), process {assistant.ProcessId}, since {times.Of(assistant.StartedAt)}",
            }
        );
        Line("version", VersionOf(assistant));
        Line("store", assistant.Store);
        if (report.Channels is null)
        {
            Line("channels", "not known while the assistant does not answer");
        }

        foreach (var (index, channel) in (report.Channels ?? []).Index())
        {
            Line(index == 0 ? "channels" : "", OneLine.Of($"{channel.Name} {State(channel.State)} {channel.Detail}"));
        }

        ShowAgent(report);
        Line(
            "queue",
            queue.Running is null
                ? $"{Count(queue.Runs.Count, "run")} under way"
                : $"{queue.Running} running, {queue.Waiting} waiting, {queue.BackingOff} waiting after a failure"
        );
        foreach (var run in queue.Runs)
        {
            Line(
                "",
                OneLine.Of(
                    $"{run.GroupFolder}: {(run.TaskId is { } task ? $"task {report.ShortTaskIds.GetValueOrDefault(task, task)}" : "messages")}, since {times.Of(run.StartedAt, report.At)}{(run.Attempt > 0 ? $", retry {run.Attempt}" : "")}"
                )
            );
        }

        Line(
            "outbox",
            outbox.Pending == 0
                ? "empty"
                : $"{Count(outbox.Pending, "text")} to send, {outbox.Tried} tried before, the oldest since {times.Of(outbox.OldestAt, report.At)}"
        );
        if (report.SetAside > 0)
        {
            Line("set aside", $"{Count(report.SetAside, "message")} that the agent refuses or fails at: nanoclaw messages list");
        }

        Line(
            "budget",
            !budget.Billed
                ? BudgetWords.NotBilled
                : Text(
                    $"{budget.State}: ${budget.SoFarUsd:0.00} so far, ${budget.ProjectedUsd:0.00} projected; saves from ${budget.SavingFromUsd:0.00}, stops at ${budget.StopAtUsd:0.00}; new month {times.Of(budget.ResetsAt)}"
                )
                    + (budget.OverriddenUntil is { } until ? $"; lifted until {times.Of(until)}" : "")
                    + (assistant.Health is null ? "; by the limits of this command's settings" : "")
                    + (budget.SavingModel is { } cheaper ? $"; to save, {cheaper} answers" : "")
        );
        if (budget is { ModelSoFarUsd: { } soFar, ModelProjectedUsd: { } projected })
        {
            Line("model", Text($"{budget.State}: ${soFar:0.00} so far, ${projected:0.00} projected; new month {times.Of(budget.ResetsAt)}"));
        }

        ShowBackup(report);
        Line(
            "usage",
            Text(
                $"{Count(report.Usage.Sum(usage => usage.Runs), "run")}, {report.Usage.Sum(usage => usage.Failed)} failed, {report.Usage.Sum(usage => usage.InputTokens):N0} tokens in and {report.Usage.Sum(usage => usage.OutputTokens):N0} out since {times.Of(budget.BeganAt)}"
            )
        );
        Line("times", $"{times.Zone}; it is {times.Of(report.At)}");
    }

    private void ShowBackup(StatusReport report)
    {
        var backup = report.Backup;
        Line(
            "backup",
            backup.LastGoodAt is { } good ? OneLine.Of($"the last good one of {times.Of(good, report.At)}, at {backup.To}") : "none yet: nanoclaw backup"
        );
        if (backup.Failure is { } failure)
        {
            Line("", OneLine.Of($"FAILED {times.Of(backup.FailedAt, report.At)}: {failure}"));
        }
    }

    private void ShowAgent(StatusReport report)
    {
        var agent = report.Agent;
        Line(
            "agent",
            agent.State == "ok"
                ? "answers, as far as is known"
                : OneLine.Of(
                    $"AWAY since {times.Of(agent.Since, report.At)} ({agent.Code}): {agent.Reason}{(agent.Until is { } until ? $" It said: until {times.Of(until, report.At)}." : "")}"
                )
        );
        if (agent.CredentialGeneration is { } generation)
        {
            Line(
                "",
                Text($"credentials: generation {generation}")
                    + (agent.CredentialCreatedAt is { } created ? $", made {times.Of(created, report.At)}" : "")
                    + (agent.CredentialExpiresAt is { } expires ? $", end {times.Of(expires)}" : "")
            );
        }
    }

    private void ShowHeld(StatusReport report)
    {
        if (report.Held is not [var first, ..])
        {
            return;
        }

        Heading("Waits for a yes");
        var table = new TextTable("ID", "GROUP", "WHAT", "SINCE", "UNTIL", "ASKED BY");
        foreach (var held in report.Held)
        {
            table.Add(
                held.Id,
                held.GroupFolder,
                held.Effect,
                times.Of(held.HeldAt, report.At),
                times.Of(held.ExpiresAt, report.At),
                held.AskedBy is { } by ? OneLine.Of(by, PromptShown) : null
            );
        }

        table.Write(context);
        context.Out.WriteLine($"In the main group, where each is shown word for word, answer yes {first.Id} or no {first.Id}.");
    }

    private void ShowGroups(StatusReport report)
    {
        Heading("Groups");
        if (report.Groups.Count == 0)
        {
            context.Out.WriteLine("None is registered: nanoclaw groups add.");
            return;
        }

        var usage = report.Usage.ToDictionary(entry => entry.GroupFolder, StringComparer.Ordinal);
        var table = new TextTable("FOLDER", "WAITING", "LAST MESSAGE", "LAST RUN", "RUNS", "TOKENS", "NAME");
        foreach (var group in report.Groups)
        {
            var used = usage.GetValueOrDefault(group.Folder);
            table.Add(
                group.IsMain ? $"{group.Folder} (main)" : group.Folder,
                Text($"{group.WaitingMessages}"),
                times.Of(group.LastMessageAt, report.At),
                group.LastRunAt is { } at ? $"{times.Of(at, report.At)} {group.LastRunStatus}" : null,
                used is null ? "0"
                    : used.Failed == 0 ? Text($"{used.Runs:N0}")
                    : Text($"{used.Runs:N0}, {used.Failed:N0} failed"),
                Text($"{(used?.InputTokens ?? 0) + (used?.OutputTokens ?? 0):N0}"),
                group.Name
            );
        }

        table.Write(context);
        foreach (var group in report.Groups.Where(group => group.WaitsFor is not null))
        {
            context.Out.WriteLine(OneLine.Of($"{group.Folder} waits: {group.WaitsFor}."));
        }
    }

    private void ShowTasks(StatusReport report)
    {
        if (report.NextTasks.Count == 0)
        {
            return;
        }

        Heading("Next tasks");
        var table = new TextTable("NEXT RUN", "GROUP", "ID", "PROMPT");
        foreach (var task in report.NextTasks)
        {
            table.Add(
                task.NextRun <= report.At ? "due" : times.Of(task.NextRun, report.At),
                task.GroupFolder,
                report.ShortTaskIds[task.Id],
                OneLine.Of(task.Prompt, PromptShown)
            );
        }

        table.Write(context);
    }

    private void ShowErrors(StatusReport report)
    {
        if (report.Errors.Count == 0)
        {
            return;
        }

        Heading("Last errors");
        var table = new TextTable("AT", "KIND", "WHERE", "WHAT");
        foreach (var error in report.Errors)
        {
            table.Add(
                times.Of(error.At, report.At),
                error.Kind,
                report.ShortTaskIds.GetValueOrDefault(error.Where, error.Where),
                OneLine.Of(error.What, ErrorShown)
            );
        }

        table.Write(context);
    }

    private void Line(string name, string text) => context.Out.WriteLine($"{name, -10}{text}".TrimEnd());

    private void Heading(string text)
    {
        context.Out.WriteLine();
        context.Out.WriteLine(text);
    }

    private static string VersionOf(AssistantStatus assistant)
    {
        var own = ThisProgram.Version;
        var (ownText, running) = (Build(own.Text, own.Build), assistant.Version is { } version ? Build(version, assistant.Commit) : null);
        return running is null || running == ownText ? ownText : $"{running}; this command is {ownText}: restart the assistant to have it";
    }

    private static string Build(string version, string? commit) =>
        commit is { Length: > 0 } ? $"{version} (commit {commit[..Math.Min(commit.Length, 12)]})" : version;

    private static string State(string state) =>
        state switch
        {
            "signedOut" => "SIGNED OUT",
            "notKeeping" => "KEEPS NOTHING",
            _ => state,
        };

    private static string Count(long number, string what) => Text($"{number:N0} {what}{(number == 1 ? "" : "s")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
