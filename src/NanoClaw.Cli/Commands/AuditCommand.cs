using System.CommandLine;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Output;
using NanoClaw.Store;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw audit</c>: what agents and people asked for, and what was decided.</summary>
internal static class AuditCommand
{
    private const int WhatShown = 80;
    private const int MostShown = 10_000;

    private const string Details = $$"""
        Every effect at home is here, newest first: allowed, held, refused; and of what was held: approved, declined, expired, or failed where it could not be done any more. Nothing of it can be changed; it is forgotten after AUDIT_DAYS (90).

        RUN is the end of the run's id, as 'nanoclaw runs' shows it, and --run takes an end of one. ID is what people answer to: yes 7F. ANSWERED BY is who said yes or no.

        --json: an array of { at, groupFolder, runId, askedBy, effect, arguments, decision, reason, strangers, heldId, decidedBy }; arguments is the JSON as the agent wrote it, as a string.

        Examples:
          nanoclaw audit
          nanoclaw audit --group family --decision refused --since 7d
          nanoclaw audit --id 7F
          nanoclaw audit --since 30d --limit 10000 --json | jq -r '.[] | select(.decidedBy) | [.at, .effect, .decidedBy] | @tsv'

        {{ExitCode.AdministrationHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var group = new Option<string?>("--group", "-g") { Description = "Only those of this group: its folder or jid." };
        var run = new Option<string?>("--run", "-r") { Description = "Only those of one run: its id, or the end of it." };
        var effect = new Option<string?>("--effect", "-e") { Description = "Only those of this kind, such as send_message." };
        var decision = new Option<string?>("--decision", "-d") { Description = $"Those that were {string.Join(", ", Verdicts)}." };
        decision.AcceptOnlyFromAmong([.. Verdicts]);
        var id = new Option<string?>("--id") { Description = "Only those of what was held under this short id." };
        var since = CommonOptions.Since();
        var limit = CommonOptions.Limit(50, MostShown);
        var json = CommonOptions.Json("the decisions");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("audit", "Lists what was asked for, by whom, what was decided, and who said yes.", Details)
        {
            group,
            run,
            effect,
            decision,
            id,
            since,
            limit,
            json,
            env,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var past = parsed.GetPast(since);
                await using var connection = StoreConnection.TryOpen(context, parsed.GetValue(env));
                IReadOnlyList<EffectDecision> decisions = connection is null
                    ? []
                    : await connection.Store.Effects.ListAsync(
                        new EffectFilter
                        {
                            GroupFolder = await Home.Administration.Groups.FolderOfAsync(connection.Store, parsed.GetValue(group), cancellationToken),
                            RunId = parsed.GetValue(run),
                            Effect = parsed.GetValue(effect),
                            Verdict = parsed.GetValue(decision) is { } word ? Enum.Parse<EffectVerdict>(word, ignoreCase: true) : null,
                            HeldId = parsed.GetValue(id)?.ToUpperInvariant(),
                            Since = past is { } length ? connection.Now - length : null,
                            Limit = parsed.GetValue(limit),
                        },
                        cancellationToken
                    );
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context, [.. decisions.Select(AuditEntry.Of)], types => types.IReadOnlyListAuditEntry);
                }
                else if (connection is not null)
                {
                    await ShowAsync(connection, decisions, cancellationToken);
                }

                return ExitCode.Success;
            }
        );
        return command;
    }

    private static IEnumerable<string> Verdicts => Enum.GetValues<EffectVerdict>().Select(TaskEntry.Word);

    private static async Task ShowAsync(StoreConnection connection, IReadOnlyList<EffectDecision> decisions, CancellationToken cancellationToken)
    {
        if (decisions.Count == 0)
        {
            await connection.Context.Out.WriteLineAsync("No decisions.");
            return;
        }

        var runs = await RunIds.ShortenedAsync(connection.Store, decisions.Select(decision => decision.RunId).OfType<string>(), cancellationToken);
        var table = new TextTable("WHEN", "GROUP", "RUN", "EFFECT", "DECISION", "ID", "ASKED BY", "ANSWERED BY", "WHAT");
        foreach (var entry in decisions.Select(AuditEntry.Of))
        {
            table.Add(
                connection.Times.Of(entry.At),
                entry.GroupFolder,
                entry.RunId is { } runId ? runs[runId] : null,
                entry.Effect,
                entry.Decision,
                entry.HeldId,
                entry.AskedBy,
                entry.DecidedBy,
                OneLine.Of(entry.Decision is "refused" or "failed" ? $"{entry.Reason} {entry.Arguments}" : entry.Arguments, WhatShown)
            );
        }

        table.Write(connection.Context);
    }
}
