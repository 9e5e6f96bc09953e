using System.Globalization;
using System.Text.Json.Nodes;
using NanoClaw.Cli.Costing;
using NanoClaw.Cost;
using NanoClaw.Infra.Settings;
using NanoClaw.LocalCloud;
using NanoClaw.Pricing;

namespace NanoClaw.Cli.Previewing;

/// <summary>What a month of a stack costs at most: what its plans cost, and its caps used up, by the one price table.</summary>
internal sealed record MonthEstimate
{
    /// <summary>The account's Workers plan, once for all environments in it.</summary>
    public required decimal WorkersUsd { get; init; }

    /// <summary>The zone's plan, once a zone; null where Cloudflare lists no price.</summary>
    public required decimal? ZoneUsd { get; init; }

    /// <summary>What every run that the caps allow would cost, each as long as it may be.</summary>
    public required decimal UseUsd { get; init; }

    public required int RunsPerMonth { get; init; }

    public required int MaxTurnSeconds { get; init; }

    public required string ZonePlan { get; init; }

    /// <summary>Items of what the stack declares beside the Worker: nothing caps them, so they are told by their price.</summary>
    public required IReadOnlyList<Price> Uncapped { get; init; }

    public decimal TotalUsd => WorkersUsd + (ZoneUsd ?? 0) + UseUsd;

    public static MonthEstimate Of(StackConfiguration settings)
    {
        var isPaid = SettingText.Of(settings, SettingKeys.WorkersPlan) == "paid";
        var plan = SettingText.Of(settings, SettingKeys.ZonePlan);
        var runs = int.Parse(SettingText.Of(settings, SettingKeys.RunsPerMonth), CultureInfo.InvariantCulture);
        var seconds = int.Parse(SettingText.Of(settings, SettingKeys.MaxTurnSeconds), CultureInfo.InvariantCulture);
        return new()
        {
            WorkersUsd = isPaid ? PriceTable.SubscriptionUsd : 0,
            ZoneUsd = PriceTable.ZoneUsd(plan),

            // Workers Free stops where its limits are, and never bills.
            UseUsd = isPaid ? UseOfRuns.Of(runs, TimeSpan.FromSeconds((double)runs * seconds), groupMonths: 0).BillUsd - PriceTable.SubscriptionUsd : 0,
            RunsPerMonth = runs,
            MaxTurnSeconds = seconds,
            ZonePlan = plan,
            Uncapped =
            [
                .. PriceTable.Rows.Where(price =>
                    (price.Item is CloudItem.R2Stored or CloudItem.R2Writes or CloudItem.R2Reads && SettingText.Of(settings, SettingKeys.R2) == "true")
                    || (
                        price.Item is CloudItem.D1Stored or CloudItem.D1RowsRead or CloudItem.D1RowsWritten
                        && isPaid
                        && SettingText.Of(settings, SettingKeys.D1) == "true"
                    )
                ),
            ],
        };
    }

    public IEnumerable<string> Lines()
    {
        yield return $"at most {Usd(TotalUsd)} a month{(ZoneUsd is null ? " and the zone's plan" : "")}";
        yield return WorkersUsd > 0 ? $"{Usd(WorkersUsd)} Workers Paid, once an account" : $"{Usd(0)} Workers Free";
        yield return $"{(ZoneUsd is { } zone ? Usd(zone) : "as agreed")} zone plan {ZonePlan}, once a zone";
        yield return WorkersUsd > 0
            ? $"{Usd(UseUsd)} use: {RunsPerMonth} runs (runsPerMonth) of {MaxTurnSeconds} s (maxTurnSeconds); not in it: the model's tokens, Workers AI"
            : $"{Usd(0)} use: Workers Free stops at its limits; not in it: the model's tokens";
        foreach (var price in Uncapped)
        {
            yield return $"not in it: {price.Name} beyond {Amounts.Units(price.Included, price.Unit)} a month, at {Amounts.Price(price.UsdPerUnit)}";
        }
    }

    public JsonObject ToJson() =>
        new()
        {
            ["totalUsd"] = TotalUsd,
            ["workersUsd"] = WorkersUsd,
            ["zoneUsd"] = ZoneUsd,
            ["useUsd"] = UseUsd,
            ["runsPerMonth"] = RunsPerMonth,
            ["maxTurnSeconds"] = MaxTurnSeconds,
            ["uncapped"] = new JsonArray([
                .. Uncapped.Select(price => new JsonObject
                {
                    ["item"] = price.Name,
                    ["unit"] = price.Unit,
                    ["included"] = price.Included,
                    ["usdPerUnit"] = price.UsdPerUnit,
                }),
            ]),
        };

    private static string Usd(decimal amount) => Amounts.Usd(amount);
}
