using System.Globalization;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Decisions;
using NanoClaw.Host.Outbox;
using NanoClaw.Store;

namespace NanoClaw.Host.Budget;

/// <summary>Does what the main group orders about the budget, and answers.</summary>
internal sealed class BudgetDesk(BudgetGuard budget, DecisionPoint decisions, OutboxSender outbox, ChannelSet channels, HostOptions options, TimeProvider time)
{
    public async Task HandleAsync(BudgetOrder order, RegisteredGroup group, ChatMessage message, CancellationToken cancellationToken)
    {
        var answer = order switch
        {
            BudgetOrder.Override => await OverrideAsync(group, message, cancellationToken),
            BudgetOrder.EndOverride => await EndAsync(cancellationToken),
            _ => Describe(await budget.GetAsync(cancellationToken)),
        };
        await outbox.AddAsync(Deliveries.Of($"override:{message.ChatJid}:{message.Id}", message.ChatJid, answer, channels, time), cancellationToken);
    }

    private async Task<string> OverrideAsync(RegisteredGroup group, ChatMessage message, CancellationToken cancellationToken)
    {
        var objection = await decisions.FindObjectionAsync(
            new EffectRequest
            {
                Actor = group,
                RunId = "",
                Key = $"override:{message.ChatJid}:{message.Id}",
                Effect = RuleWords.BudgetOverride,
                Arguments = "{}",
                AskedBy = Asker.Of(message.Sender, message.SenderName),
            },
            cancellationToken
        );
        return objection is not null
            ? $"The budget is not lifted: {objection}."
            : $"The budget is lifted until {Local(await budget.OverrideAsync(cancellationToken))}. {BudgetCommand.EndOverride} ends that.";
    }

    private async Task<string> EndAsync(CancellationToken cancellationToken)
    {
        await budget.EndOverrideAsync(cancellationToken);
        return $"The limits hold again. {Describe(await budget.GetAsync(cancellationToken))}";
    }

    private string Describe(BudgetStatus status)
    {
        if (!options.Budget.IsCounted)
        {
            return status.Model is { } bill
                ? $"Runs cost nothing here. {Describe(bill)}{(status.SavingModel is null ? "" : $" It is saving{Cheaper(status)}; {BudgetCommand.Override} lifts that for a day.")}"
                : "Runs cost nothing here, so nothing is counted.";
        }

        var state = status switch
        {
            { OverriddenUntil: { } until } => $"lifted until {Local(until)}; {BudgetCommand.EndOverride} ends that",
            { State: BudgetState.Saving } => $"saving{Cheaper(status)}; {BudgetCommand.Override} lifts that for a day",
            { State: BudgetState.Stopped } => $"used up; {BudgetCommand.Override} lifts that for a day",
            { SavingModel: not null } => $"saving{Cheaper(status)}; {BudgetCommand.Override} lifts that for a day",
            _ => "fine",
        };
        var ofModel = status.Model is { } model ? $" {Describe(model)}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The budget is {state}. So far ${status.SoFarUsd:0.00}, projected ${status.ProjectedUsd:0.00}; it saves from ${options.Budget.SavingFrom:0.00}, stops at ${options.Budget.StopAt:0.00}, and begins anew on {TimeZoneInfo.ConvertTime(status.ResetsAt, options.Zone):yyyy-MM-dd}.{ofModel}"
        );
    }

    private static string Cheaper(BudgetStatus status) => status.SavingModel is { } model ? $" with {model}" : "";

    private string Describe(ModelSpending model)
    {
        var limits = options.Budget.Model;
        string?[] words =
        [
            limits.SavingFrom is { } saving ? Usd($"saves from ${saving:0.00}") : null,
            limits.StopAtUsd is { } stop ? Usd($"stops at ${stop:0.00}") : null,
            limits.GroupStopAtUsd is { } each ? Usd($"stops a group at ${each:0.00}") : null,
        ];
        var most = model
            .ByGroupUsd.Where(group => group.Value > 0)
            .OrderByDescending(group => group.Value)
            .Take(5)
            .Select(group => Usd($"{group.Key} ${group.Value:0.00}"));
        return $"The model: so far {Usd($"${model.SoFarUsd:0.00}, projected ${model.ProjectedUsd:0.00}")}; it {string.Join(", ", words.OfType<string>())}. {string.Join(", ", most)}".TrimEnd();

        static string Usd(FormattableString text) => FormattableString.Invariant(text);
    }

    private string Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, options.Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
