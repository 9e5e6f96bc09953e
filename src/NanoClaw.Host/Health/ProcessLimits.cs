using System.Text.Json.Serialization;
using NanoClaw.Host.Budget;
using NanoClaw.Pricing;

namespace NanoClaw.Host.Health;

/// <summary>
/// By what the process counts: a command beside it may have another environment, and must not tell its own limits for
/// the process's. Nothing secret is among them.
/// </summary>
public sealed record ProcessLimits
{
    public string AssistantName { get; init; } = "";

    /// <summary>An IANA name.</summary>
    public string TimeZone { get; init; } = "";

    public bool RunsAreBilled { get; init; }

    public WorkersPlan Plan { get; init; }

    public decimal SavingFromUsd { get; init; }

    public decimal StopAtUsd { get; init; }

    public int BillingDay { get; init; }

    public int SavingRunsPerDay { get; init; }

    public string? SavingModel { get; init; }

    public int RunsPerDay { get; init; }

    public int GroupSharePercent { get; init; }

    public int MainReservePercent { get; init; }

    public decimal? ModelSavingFromUsd { get; init; }

    public decimal? ModelStopAtUsd { get; init; }

    public decimal? ModelGroupStopAtUsd { get; init; }

    public ModelPrice? ModelPrices { get; init; }

    public static ProcessLimits Of(HostOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (budget, model, shares) = (options.Budget, options.Budget.Model, options.Shares);
        return new()
        {
            AssistantName = options.AssistantName,
            TimeZone = options.TimeZone,
            RunsAreBilled = budget.RunsAreBilled,
            Plan = budget.Plan,
            SavingFromUsd = budget.SavingFrom,
            StopAtUsd = budget.StopAt,
            BillingDay = budget.BillingDay,
            SavingRunsPerDay = budget.RunsPerDayWhileSaving,
            SavingModel = budget.SavingModel,
            RunsPerDay = shares.RunsPerDay,
            GroupSharePercent = shares.GroupSharePercent,
            MainReservePercent = shares.MainReservePercent,
            ModelSavingFromUsd = model.SavingFromUsd,
            ModelStopAtUsd = model.StopAtUsd,
            ModelGroupStopAtUsd = model.GroupStopAtUsd,
            ModelPrices = model.Prices,
        };
    }

    /// <summary>A command's own options, with the process's limits in the place of its own.</summary>
    public HostOptions Over(HostOptions own)
    {
        ArgumentNullException.ThrowIfNull(own);
        return own with
        {
            AssistantName = AssistantName,
            TimeZone = TimeZone,
            Budget = own.Budget with
            {
                RunsAreBilled = RunsAreBilled,
                Plan = Plan,
                SavingFrom = SavingFromUsd,
                StopAt = StopAtUsd,
                BillingDay = BillingDay,
                RunsPerDayWhileSaving = SavingRunsPerDay,
                SavingModel = SavingModel,
                Model = own.Budget.Model with
                {
                    SavingFromUsd = ModelSavingFromUsd,
                    StopAtUsd = ModelStopAtUsd,
                    GroupStopAtUsd = ModelGroupStopAtUsd,
                    Prices = ModelPrices,
                },
            },
            Shares = own.Shares with { RunsPerDay = RunsPerDay, GroupSharePercent = GroupSharePercent, MainReservePercent = MainReservePercent },
        };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ProcessLimits))]
public sealed partial class ProcessLimitsJson : JsonSerializerContext;
