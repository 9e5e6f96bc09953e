using System.CommandLine;
using System.Globalization;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Output;
using NanoClaw.Cli.Status;
using NanoClaw.Store;
using NanoClaw.Terminal.Output;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw status</c>.</summary>
internal static class StatusCommand
{
    private const string Details = $$"""
        The running assistant says how it does, by which limits it counts and why something waits. Where none answers, that is said, and you see what the store knows, by the settings of this command. WAITING are messages to be answered. Budget and use are of the month of Cloudflare's bill.

        --json: { at, assistant, channels, agent, queue, outbox, budget, backup, setAside, held, usage, groups, nextTasks, errors }; channels is null where no assistant answers, all of it where there is no store. With --watch, one object on one line each time.
          assistant  { name, running, owner, health, processId, startedAt, store, version, commit }
          channels   [{ name, state, detail }]; connecting, connected, reconnecting, signedOut or notKeeping
          agent      { state, cause, code, since, until, reason, credentialGeneration, credentialCreatedAt, credentialExpiresAt }; ok or away
          queue      { running, waiting, backingOff, runs: [{ runId, groupFolder, taskId, startedAt, attempt }] }
          outbox     { pending, oldestAt, tried }
          budget     { state, soFarUsd, projectedUsd, savingFromUsd, stopAtUsd, beganAt, resetsAt, overriddenUntil, modelSoFarUsd, modelProjectedUsd, savingModel }
          backup     { lastGoodAt, to, failure, failedAt }
          setAside   messages that were set aside: 'nanoclaw messages list'
          held       [{ id, groupFolder, effect, askedBy, heldAt, expiresAt }]: what waits for a member of the main group to write 'yes ID' or 'no ID' there
          usage      [{ groupFolder, runs, failed, inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens, durationMs }]
          groups     [{ folder, name, jid, isMain, channel, waitingMessages, waitsFor, lastMessageAt, lastRunAt, lastRunStatus }]
          nextTasks  as 'tasks list --json' prints them
          errors     [{ at, kind, where, what }]; kind is run, text or task

        Examples:
          nanoclaw status
          nanoclaw status --watch
          nanoclaw status --watch 30 --json >> status.jsonl
          nanoclaw status --json | jq .budget.soFarUsd

        {{ExitCode.AdministrationHelp}}
        """;

    private const int UsualSeconds = 2;

    public static Command Create(CliContext context)
    {
        var watch = new Option<string?>("--watch", "-w")
        {
            Description = $"Show it again every so many seconds, {UsualSeconds} by itself, until Ctrl-C.",
            HelpName = "seconds",
            Arity = ArgumentArity.ZeroOrOne,
        };
        watch.Validators.Add(result =>
        {
            if (
                result.Tokens is [{ Value: var text }]
                && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 86_400)
            )
            {
                result.AddError($"--watch takes seconds, from 1 to 86400, not '{text}'.");
            }
        });
        var json = CommonOptions.Json("everything");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("status", "Shows on one screen how the assistant is doing.", Details) { watch, json, env };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var isJson = parsed.GetValue(json);
                if (parsed.GetResult(watch) is null)
                {
                    await using var connection = StoreConnection.TryOpen(context, parsed.GetValue(env));
                    await ShowAsync(context, connection, isJson ? Form.Json : Form.Screen, cancellationToken);
                    return ExitCode.Success;
                }

                var seconds = parsed.GetValue(watch) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : UsualSeconds;
                await WatchAsync(context, parsed.GetValue(env), TimeSpan.FromSeconds(seconds), isJson, cancellationToken);
                return ExitCode.Success;
            }
        );
        return command;
    }

    private enum Form
    {
        Screen,
        Json,
        JsonLine,
    }

    private static async Task WatchAsync(CliContext context, string? envFile, TimeSpan interval, bool json, CancellationToken cancellationToken)
    {
        StoreConnection? connection = null;
        try
        {
            // JSON is never drawn in place: it is for a program, whatever it is shown on.
            await new Watch(json ? context with { OutputIsTerminal = false } : context, interval).RunAsync(
                async (on, token) =>
                {
                    connection ??= StoreConnection.TryOpen(context with { Error = json ? context.Error : on.Out }, envFile);
                    try
                    {
                        await ShowAsync(on, connection, json ? Form.JsonLine : Form.Screen, token);
                    }
                    catch (StoreException exception) when (exception.Failure is StoreFailure.Busy)
                    {
                        // It passes, and whoever watches wants to see what comes after it.
                        await (json ? context.Error : on.Out).WriteLineAsync(exception.Message);
                    }

                    if (!json && !on.OutputIsTerminal)
                    {
                        await on.Out.WriteLineAsync();
                    }
                },
                cancellationToken
            );
        }
        finally
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
        }
    }

    /// <summary>Without a store there is nothing to show but that, which was said already.</summary>
    private static async Task ShowAsync(CliContext context, StoreConnection? connection, Form form, CancellationToken cancellationToken)
    {
        var report = connection is null ? null : await new StatusReader(connection).ReadAsync(cancellationToken);
        switch (form)
        {
            case Form.Json:
                JsonOutput.Write(context, report, types => types.StatusReport!);
                break;
            case Form.JsonLine:
                JsonOutput.WriteLine(context, report, types => types.StatusReport!);
                break;
            case Form.Screen when report is not null:
                new StatusScreen(context, new TimeText(report.TimeZone)).Show(report);
                break;
        }
    }
}
