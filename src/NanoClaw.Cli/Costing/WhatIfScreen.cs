using NanoClaw.Cost.Reports;
using NanoClaw.Cost.WhatIf;

namespace NanoClaw.Cli.Costing;

/// <summary>A month that is only assumed, as text.</summary>
internal sealed class WhatIfScreen(CliContext context, Action<string> say, Action<IReadOnlyList<CostItem>> items)
{
    public void Show(WhatIfReport assumed, CostReport month)
    {
        say(
            FormattableString.Invariant(
                $"If there were {assumed.RunsPerDay:#,0.#} runs a day of {assumed.SecondsPerRun:#,0.#} s in {assumed.Groups:#,0} {(assumed.Groups == 1 ? "group" : "groups")}, each reading {assumed.FreshPerRun:#,0} tokens fresh and {assumed.CacheReadPerRun:#,0} from the cache, writing {assumed.CacheWritePerRun:#,0} to it and giving out {assumed.OutputPerRun:#,0}{(assumed.Model is { } model ? $", of {model}" : "")}, a whole month would cost:"
            )
        );
        context.Out.WriteLine();
        items(assumed.Items);
        context.Out.WriteLine();
        say(
            $"Cloudflare {Amounts.Usd(assumed.CloudflareUsd)}, the model {Amounts.Usd(assumed.ModelUsd)}, together {Amounts.Usd(assumed.CloudflareUsd + assumed.ModelUsd)}. {Budget(assumed, month)}"
        );
        say(
            assumed.Basis is "ledger"
                ? $"What was not said is as in the month from {month.From:yyyy-MM-dd}. Another model counts its tokens otherwise, by some tenths."
                : "What was not said is a usual turn of bench/cost, since the month has no run that told its tokens."
        );
    }

    private static string Budget(WhatIfReport assumed, CostReport month) =>
        assumed switch
        {
            _ when !month.Billed => "Nothing is billed by Cloudflare here: Workers Free, or containers at home.",
            { StopsOnDay: { } day } => $"The budget would save from the first day on, and stop on day {day}.",
            { Saves: true } => $"The budget would save from the first day on: that is past {Amounts.Usd(month.SavingFromUsd)}.",
            _ => $"The budget would hold nothing back: Cloudflare's part stays below {Amounts.Usd(month.SavingFromUsd)}.",
        };
}
