using System.Collections.Concurrent;
using NanoClaw.Agents;
using NanoClaw.Host.Budget;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Outbox;
using NanoClaw.Store;

namespace NanoClaw.Host.Models;

/// <summary>
/// Which model a group's runs ask for, and with which effort: what its people chose, the cheaper one while saving, and
/// none that the stack does not list.
/// </summary>
internal sealed class ModelChoices(IStore store, BudgetGuard budget, OutboxSender outbox, ChannelSet channels, HostOptions options, TimeProvider time)
{
    /// <summary>How long a model is not asked for that the Worker said it does not have: then the stack may have it again.</summary>
    private static readonly TimeSpan NotHadFor = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, long> _notHad = new(StringComparer.Ordinal);

    /// <summary>The contract's words; null: the Worker's own default.</summary>
    public async Task<(string? Model, string? Effort)> OfAsync(RegisteredGroup group, CancellationToken cancellationToken)
    {
        var model = (await budget.GetAsync(cancellationToken)).SavingModel ?? group.Model;
        return (model is not null && IsHad(model) ? model : null, AgentEffort.IsKnown(group.Effort) ? group.Effort : null);
    }

    /// <summary>Whether the stack lists a model, as far as is known here: then it may be asked for.</summary>
    public bool IsHad(string model) =>
        (options.Models.Count == 0 || options.Models.Contains(model, StringComparer.Ordinal))
        && model.Length is >= 1 and <= AgentContract.MaxModel
        && !(_notHad.TryGetValue(model, out var since) && time.GetElapsedTime(since) < NotHadFor);

    /// <summary>The Worker does not have a model that was asked for: the next request does without, and the main group is told once a day.</summary>
    public async Task NotHadAsync(string? model, string folder, CancellationToken cancellationToken)
    {
        if (model is null)
        {
            return;
        }

        _notHad[model] = time.GetTimestamp();
        if ((await store.Groups.ListAsync(cancellationToken)).FirstOrDefault(group => group.IsMain) is { } main)
        {
            await outbox.AddAsync(
                Deliveries.Of(
                    $"model-unknown:{model}:{time.GetUtcNow():yyyyMMdd}",
                    main.Jid,
                    $"{folder} is to be answered by {model}, which the stack no longer has, so its first model answers. Run nanoclaw config pull on this computer, then {ModelOrder.Model} here shows which there are.",
                    channels,
                    time
                ),
                cancellationToken
            );
        }
    }
}
