using NanoClaw.Host.Actions;
using NanoClaw.Host.Outbox;
using NanoClaw.Store;

namespace NanoClaw.Host.Decisions;

/// <summary>
/// The one place that every effect at home passes: the rules allow it, hold it for a person, or refuse it. An effect and
/// its line in the audit are stored in one step.
/// </summary>
internal sealed class DecisionPoint(DecisionBook book, RuleTable rules, HeldEffects held, OutboxSender outbox, WakeSignal wake, TimeProvider time)
{
    /// <returns>What was done; null: nothing, or nothing yet.</returns>
    /// <exception cref="ActionRefusedException">It is not to be done.</exception>
    public async Task<PreparedEffect?> DecideAsync(
        EffectRequest request,
        Func<CancellationToken, ValueTask<PreparedEffect?>> prepare,
        CancellationToken cancellationToken
    )
    {
        while (await prepare(cancellationToken) is { } effect)
        {
            var (decision, rule) = rules.Decide(QuestionOf(request, effect));
            var reason = rules.Explain(rule);
            switch (decision)
            {
                case RuleDecision.Refuse:
                    throw new ActionRefusedException($"the rules of this assistant do not allow it ({reason}).");
                case RuleDecision.Hold:
                    await held.HoldAsync(request, effect, reason, cancellationToken);
                    return null;
            }

            await (effect.Before?.Invoke(cancellationToken) ?? Task.CompletedTask);
            var outcome = await ApplyAsync(
                book,
                new EffectChange { Decision = request.Decided(EffectVerdict.Allowed, reason, time.GetUtcNow()), Write = effect.Write },
                cancellationToken
            );
            if (outcome is EffectOutcome.Stale)
            {
                continue; // The task was changed meanwhile, or others came: what would be done now?
            }

            outbox.Wake(effect.Write.Texts);
            if (effect.Write is { NewTask: not null } or { TaskBefore: not null })
            {
                WakeAfter();
            }

            return effect;
        }

        return null;
    }

    /// <summary>A person's own command, which asks nobody else.</summary>
    /// <returns>Why it is not to be done; null: it may.</returns>
    public async Task<string?> FindObjectionAsync(EffectRequest request, CancellationToken cancellationToken)
    {
        var (decision, rule) = rules.Decide(
            new EffectQuestion
            {
                Effect = request.Effect,
                Group = request.Actor.Folder,
                IsMain = request.Actor.IsMain,
            }
        );
        var isRefused = decision is RuleDecision.Refuse;
        var decided = request.Decided(isRefused ? EffectVerdict.Refused : EffectVerdict.Allowed, rules.Explain(rule), time.GetUtcNow());
        await book.WriteAsync(new EffectChange { Decision = isRefused ? decided : decided with { DecidedBy = request.AskedBy } }, cancellationToken);
        return isRefused ? $"the rules do not allow it ({rules.Explain(rule)})" : null;
    }

    public Task TellHeldAsync(EffectDecision decision, CancellationToken cancellationToken) => held.TellHeldAsync(decision, cancellationToken);

    public void WakeAfter() => wake.Set();

    internal static EffectQuestion QuestionOf(EffectRequest request, PreparedEffect effect) =>
        new()
        {
            Effect = request.Effect,
            Group = request.Actor.Folder,
            IsMain = request.Actor.IsMain,
            ReachesOthers = effect.ReachesOthers,
            Strangers = request.Strangers,
        };

    internal static async Task<EffectOutcome> ApplyAsync(DecisionBook book, EffectChange change, CancellationToken cancellationToken)
    {
        try
        {
            return await book.WriteAsync(change, cancellationToken);
        }
        catch (StoreException exception) when (exception.Failure is StoreFailure.Conflict)
        {
            throw new ActionRefusedException("it contradicts what is stored already.", exception);
        }
    }
}
