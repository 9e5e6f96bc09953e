using Microsoft.Extensions.Logging;
using NanoClaw.Agents;
using NanoClaw.Home.Running;
using NanoClaw.Home.Running.Logging;
using NanoClaw.Home.Settings;
using Spectre.Console;

namespace NanoClaw.Cli.Running;

/// <summary>What runs, where, and what is still to be done, before the first line of the log.</summary>
internal sealed record StartScreen(IReadOnlyList<(string Name, string Value)> Rows, IReadOnlyList<string> Hints)
{
    public static async Task<StartScreen> OfAsync(AssistantProcess process, AssistantSettings settings, CancellationToken cancellationToken)
    {
        var groups = await process.Store.Groups.ListAsync(cancellationToken);
        var budget = await process.Assistant.GetBudgetAsync(cancellationToken);
        var main = groups.FirstOrDefault(group => group.IsMain);
        var hints = new List<string>();
        if (main is null)
        {
            hints.Add(
                $"No main group yet, the one that may do everything. Write to {settings.Host.AssistantName} in a channel, find the chat with 'nanoclaw groups list', "
                    + "and make it the main group: nanoclaw groups add JID --main. What is said in a chat before it is a group is not kept."
            );
        }

        return new StartScreen(
            [
                ("agent", AgentOf(process.Agent)),
                ("store", settings.StorePath),
                ("channels", string.Join(", ", process.Channels.Select(channel => $"{channel.Name} ({channel.Status.State.ToString().ToLowerInvariant()})"))),
                (
                    "groups",
                    main is null ? $"{groups.Count}" : $"{groups.Count}, the main one is {TerminalText.Safe(main.Name)} ({TerminalText.Safe(main.Jid)})"
                ),
                (
                    "budget",
                    !settings.Host.Budget.IsCounted
                        ? BudgetWords.NotBilled
                        : string.Create(
                            System.Globalization.CultureInfo.InvariantCulture,
                            $"{budget.State.ToString().ToLowerInvariant()}: ${budget.SoFarUsd:0.00} so far, ${budget.ProjectedUsd:0.00} projected, saves from ${settings.Host.Budget.SavingFrom:0.00}, stops at ${settings.Host.Budget.StopAt:0.00}"
                        )
                ),
                (
                    "health",
                    settings.Host.HealthPort switch
                    {
                        null => "not served",
                        0 => "http://127.0.0.1, on a free port",
                        { } port => $"http://127.0.0.1:{port}/healthz and /metrics",
                    }
                ),
            ],
            hints
        );
    }

    public void Show(IAnsiConsole console, string assistantName)
    {
        console.WriteLine($"{assistantName} runs. Ctrl-C stops it.");
        foreach (var (name, value) in Rows)
        {
            console.Write($"  {name, -9}", new Style(Color.Grey));
            console.WriteLine(value);
        }

        foreach (var hint in Hints)
        {
            console.WriteLine(hint, new Style(Color.Yellow));
        }

        console.WriteLine();
    }

    /// <summary>The same for a program, as a line of its log.</summary>
    public LogEntry ToEntry(string assistantName, TimeProvider time) =>
        new(
            time.GetUtcNow(),
            LogLevel.Information,
            typeof(AssistantProcess).FullName!,
            "assistant_started",
            string.Join(' ', [$"{assistantName} runs.", .. Hints]),
            [.. Rows.Select(row => KeyValuePair.Create(row.Name, (object?)row.Value))],
            Exception: null
        );

    // The host alone: an address may hold more than others should read.
    private static string AgentOf(AgentOptions agent) =>
        agent.Runtime == ContainerAgentRuntime.Name ? $"containers of {agent.Container.Image}, by {agent.Container.Engine}"
        : agent.Cloudflare.Endpoint is { } endpoint ? $"{endpoint.Authority} (Cloudflare)"
        : "Cloudflare";
}
