using System.Text.Json;
using NanoClaw.Agents;
using NanoClaw.Host.Budget;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Decisions;
using NanoClaw.Host.Outbox;
using NanoClaw.Store;

namespace NanoClaw.Host.Models;

/// <summary>Does what the main group orders about models, and answers.</summary>
internal sealed class ModelDesk(
    IStore store,
    ModelChoices choices,
    BudgetGuard budget,
    DecisionPoint decisions,
    OutboxSender outbox,
    ChannelSet channels,
    HostOptions options,
    TimeProvider time
)
{
    private const string HowToSet =
        $"{ModelOrder.Model} GROUP NAME sets one, {ModelOrder.Effort} GROUP low, medium or high how hard it tries; {ModelOrder.Default} takes either back.";

    private const string NotKnown =
        "I do not know which models the stack has. Run nanoclaw config pull on this computer and start me again; with the container runtime there are none to choose from.";

    public async Task HandleAsync(ModelOrder order, RegisteredGroup main, ChatMessage message, CancellationToken cancellationToken)
    {
        IReadOnlyList<RegisteredGroup> groups = [.. (await store.Groups.ListAsync(cancellationToken)).OrderByDescending(group => group.IsMain)];
        var answer = order.Group is null
            ? await DescribeAsync(groups, cancellationToken)
            : await AnswerAsync(order, order.Group, groups, main, message, cancellationToken);
        await outbox.AddAsync(Deliveries.Of($"model:{message.ChatJid}:{message.Id}", message.ChatJid, answer, channels, time), cancellationToken);
    }

    private async Task<string> AnswerAsync(
        ModelOrder order,
        string name,
        IReadOnlyList<RegisteredGroup> groups,
        RegisteredGroup main,
        ChatMessage message,
        CancellationToken cancellationToken
    )
    {
        var named = groups.Where(group => group.Folder.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        named = named.Count > 0 ? named : [.. groups.Where(group => group.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
        if (named is not [var group])
        {
            var folders = string.Join(", ", groups.Select(it => it.Folder));
            return named.Count == 0
                ? $"There is no group {name}. There are: {folders}."
                : $"There are several groups called {name}. Name it by its folder: {folders}.";
        }

        if (order.Value is null)
        {
            return $"{Describe(group)} {HowToSet}";
        }

        var (changed, mistake) = order.IsEffort ? WithEffort(group, order.Value) : WithModel(group, order.Value);
        return mistake
            ?? (
                await FindObjectionAsync(order, group, main, message, cancellationToken) is { } objection
                    ? $"Nothing was changed: {objection}."
                    : await PutAsync(changed!, cancellationToken)
            );
    }

    private (RegisteredGroup? Changed, string? Mistake) WithModel(RegisteredGroup group, string value)
    {
        if (IsDefault(value))
        {
            return (group with { Model = null }, null);
        }

        return options.Models.Count == 0 ? (null, NotKnown)
            : options.Models.FirstOrDefault(it => it.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } model ? (group with { Model = model }, null)
            : (null, $"The stack has no model {value}. It has: {string.Join(", ", options.Models)}.");
    }

    private static (RegisteredGroup? Changed, string? Mistake) WithEffort(RegisteredGroup group, string value) =>
        IsDefault(value) ? (group with { Effort = null }, null)
        : AgentEffort.All.FirstOrDefault(it => it.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } effort ? (group with { Effort = effort }, null)
        : (null, $"Effort is {string.Join(", ", AgentEffort.All)} or {ModelOrder.Default}, not {value}.");

    private Task<string?> FindObjectionAsync(
        ModelOrder order,
        RegisteredGroup group,
        RegisteredGroup main,
        ChatMessage message,
        CancellationToken cancellationToken
    ) =>
        decisions.FindObjectionAsync(
            new EffectRequest
            {
                Actor = main,
                RunId = "",
                Key = $"model:{message.ChatJid}:{message.Id}",
                Effect = RuleWords.SetModel,
                Arguments =
                    $$"""{"group":"{{JsonEncodedText.Encode(group.Folder)}}","{{(order.IsEffort ? "effort" : "model")}}":"{{JsonEncodedText.Encode(order.Value!)}}"}""",
                AskedBy = Asker.Of(message.Sender, message.SenderName),
            },
            cancellationToken
        );

    private async Task<string> PutAsync(RegisteredGroup group, CancellationToken cancellationToken)
    {
        await store.Groups.PutAsync(group, cancellationToken);
        return $"{Describe(group)} It holds from the next message on.";
    }

    private async Task<string> DescribeAsync(IReadOnlyList<RegisteredGroup> groups, CancellationToken cancellationToken)
    {
        var others = groups.Where(group => group.Model is null && group.Effort is null).Select(group => group.Folder).ToList();
        string?[] lines =
        [
            options.Models.Count == 0 ? NotKnown : $"The models, in the order in which they are asked: {string.Join(", ", options.Models)}.",
            (await budget.GetAsync(cancellationToken)).SavingModel is { } cheaper ? $"To save, {cheaper} answers everywhere for now." : null,
            .. groups.Where(group => group.Model is not null || group.Effort is not null).Select(Describe),
            others.Count == 0 ? null : $"{string.Join(", ", others)}: {First}.",
            HowToSet,
        ];
        return string.Join('\n', lines.OfType<string>());
    }

    private string Describe(RegisteredGroup group)
    {
        var model =
            group.Model is null ? First
            : choices.IsHad(group.Model) ? group.Model
            : $"{group.Model}, which the stack does not have now, so {First}";
        return $"{group.Folder}: {model}{(group.Effort is null ? "" : $", effort {group.Effort}")}.";
    }

    private string First => options.Models is [var first, ..] ? first : "the stack's first model";

    private static bool IsDefault(string value) => value.Equals(ModelOrder.Default, StringComparison.OrdinalIgnoreCase);
}
