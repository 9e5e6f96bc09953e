using System.CommandLine;
using System.Globalization;
using NanoClaw.Cli.Administration;
using NanoClaw.Cli.Costing;
using NanoClaw.Cli.Output;
using NanoClaw.Cost;
using NanoClaw.Cost.Charts;
using NanoClaw.Cost.Ledger;
using NanoClaw.Cost.Reports;
using NanoClaw.Cost.WhatIf;
using NanoClaw.Home.Settings;

namespace NanoClaw.Cli.Commands;

/// <summary><c>nanoclaw cost</c>.</summary>
internal static class CostCommand
{
    private const string Details = $$"""
        The month is that of Cloudflare's bill (BUDGET_BILLING_DAY), its days by UTC. Cloudflare's part is an estimate on the safe side from the ledger of runs, the same that the budget goes by; the model's is what each run told, each kind of token at its price. docs/COST.md has the prices.

        With CLOUDFLARE_ANALYTICS_TOKEN (Account Analytics: Read, and no other permission) and CLOUDFLARE_ACCOUNT_ID, Cloudflare's own count of the account stands beside it, and where the two differ, why.

        --what-if takes runs=N/day (week, month, hour), seconds=N a run, model=NAME, groups=N, and tokens a run: fresh=N read=N write=N output=N. What is not said is as the month has it.

        --json: { month, measured, whatIf }; the last two null where there is no token, and nothing assumed.
          month     { from, until, at, billed, runs, failed, durationMs, cloudflare, model, savingFromUsd, limitUsd, items, groups, days, unknownModels }; cloudflare and model are { soFarUsd, projectedUsd }
          items     [{ bill, item, model, unit, used, projected, included, usdPerUnit, soFarUsd, projectedUsd }]; bill is cloudflare or model
          groups    [{ groupFolder, runs, failed, durationMs, tokens, cloudflareUsd, modelUsd }]; tokens are { fresh, cacheRead, cacheWrite, output, all }
          days      [{ day, runs, failed, tokens, cloudflareUsd, modelUsd, cloudflareSoFarUsd, modelSoFarUsd }]
          measured  { ledgerUsd, cloudflareUsd, cloudflareProjectedUsd, items, troubles }; items are { name, unit, ledger, cloudflare, ledgerUsd, cloudflareUsd, differs, why }, troubles { dataset, failure, unknown, text }
          whatIf    { runsPerDay, secondsPerRun, model, freshPerRun, cacheReadPerRun, cacheWritePerRun, outputPerRun, groups, basis, cloudflareUsd, modelUsd, saves, stopsOnDay, items }

        Examples:
          nanoclaw cost
          nanoclaw cost --by group
          nanoclaw cost --month 2026-10 --by day
          nanoclaw cost --what-if "runs=500/day model=claude-haiku-4-5"
          nanoclaw cost --svg cost.svg
          nanoclaw cost --json | jq .month.cloudflare.projectedUsd

        {{ExitCode.AdministrationHelp}}
        """;

    public static Command Create(CliContext context)
    {
        var month = new Option<string?>("--month", "-m")
        {
            Description = "The month of the bill that begins in this month of the calendar, such as 2026-10.",
            HelpName = "yyyy-MM",
        };
        month.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !TryMonth(text, out _))
            {
                result.AddError($"--month takes a year and a month, such as 2026-10, not '{text}'.");
            }
        });
        var by = new Option<CostView>("--by", "-b")
        {
            Description = "What the table has a line for: item, group or day.",
            DefaultValueFactory = _ => CostView.Item,
            HelpName = "item|group|day",
        };
        var whatIf = new Option<string?>("--what-if", "-w") { Description = "What a whole month would cost if this were so.", HelpName = "TERMS" };
        whatIf.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !WhatIfTerms.TryParse(text, out _, out var mistake))
            {
                result.AddError($"--what-if: {mistake}");
            }
        });
        var svg = new Option<string?>("--svg") { Description = "Write the month as a picture into a file.", HelpName = "FILE" };
        var json = CommonOptions.Json("everything");
        var env = CommonOptions.EnvFile();
        var command = new DocumentedCommand("cost", "Shows what the month costs so far and by its end, by item, group and day.", Details)
        {
            month,
            by,
            whatIf,
            svg,
            json,
            env,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var (settings, ledger) = await ReadAsync(
                    context,
                    parsed.GetValue(env),
                    parsed.GetValue(month),
                    parsed.GetValue(whatIf) is not null,
                    cancellationToken
                );
                var terms = settings.Host.Budget.Terms;
                var answer = new CostAnswer(
                    MonthCost.Of(ledger, terms),
                    await new CloudflareCount(context, settings).ReadAsync(ledger, terms.IsBilled, cancellationToken),
                    parsed.GetValue(whatIf) is { } text && WhatIfTerms.TryParse(text, out var assumed, out _) ? WhatIfEstimate.Of(ledger, assumed, terms) : null
                );
                if (parsed.GetValue(svg) is { } file)
                {
                    var path = Path.GetFullPath(file, context.ProjectFolder);
                    await File.WriteAllTextAsync(path, SvgChart.Of(MonthCurve.Of(answer.Month)), cancellationToken);
                    await context.Error.WriteLineAsync($"The picture is in {path}.");
                }

                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(context, answer, types => types.CostAnswer);
                }
                else
                {
                    new CostScreen(context).Show(answer, parsed.GetValue(by));
                }

                return ExitCode.Success;
            }
        );
        return command;
    }

    private static async Task<(AssistantSettings Settings, LedgerMonth Ledger)> ReadAsync(
        CliContext context,
        string? envFile,
        string? month,
        bool isAssumed,
        CancellationToken cancellationToken
    )
    {
        // What is assumed needs no past.
        await using var connection = isAssumed ? StoreConnection.TryOpen(context, envFile) : StoreConnection.Open(context, envFile);
        var settings = connection?.Settings ?? AssistantSettings.Read(context, envFile);
        var now = context.Time.GetUtcNow();
        var day = settings.Host.Budget.BillingDay;
        var period = month is not null && TryMonth(month, out var first) ? BillingPeriod.Of(first.Year, first.Month, day) : BillingPeriod.At(now, day);
        return period.Start > now
            ? throw new CliException($"The month of the bill from {period} has not begun.", ExitCode.Usage)
            : (
                settings,
                connection is null
                    ? new(period, now < period.End ? now : period.End, [])
                    : await LedgerMonth.ReadAsync(connection.Store, period, now, cancellationToken)
            );
    }

    private static bool TryMonth(string text, out DateOnly first) =>
        DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out first) && first.Year is > 2000 and < 9999;
}
