using System.Text.Json;
using NanoClaw.Host.Actions;
using NanoClaw.Host.Channels;
using NanoClaw.Host.Outbox;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Decisions;

/// <summary>What waits for a person: asked for in the main group, done or dropped by an answer from there, dropped after its time.</summary>
internal sealed class HeldEffects(
    IStore store,
    DecisionBook book,
    ActionRegistry actions,
    RuleTable rules,
    OutboxSender outbox,
    ChannelSet channels,
    Notices notices,
    WakeSignal wake,
    HostOptions options,
    TimeProvider time
)
{
    /// <summary>Open at once: people who are asked more than this answer without reading.</summary>
    private const int MostOfAGroup = 10;
    private const int MostInAll = 40;

    /// <summary>Whatever the others have filled.</summary>
    private const int LeastOfAGroup = 2;

    /// <summary>A question longer than this is read by nobody.</summary>
    private const int LongestQuestion = 40_000;

    public async Task HoldAsync(EffectRequest request, PreparedEffect effect, string reason, CancellationToken cancellationToken)
    {
        var main =
            (await store.Groups.ListAsync(cancellationToken)).FirstOrDefault(group => group.IsMain)
            ?? throw new ActionRefusedException("a person has to be asked, and there is no main group.");
        var open = await store.Effects.ListOpenAsync(cancellationToken);
        var own = open.Count(held => held.GroupFolder == request.Actor.Folder);
        if (own >= MostOfAGroup || (open.Count >= MostInAll && own >= LeastOfAGroup))
        {
            throw new ActionRefusedException("a person has to be asked, and too much waits for an answer already.");
        }

        var description = HeldText.Describe(request.Actor, request.AskedBy, request.Effect, request.Arguments, effect);
        if (description.Length > LongestQuestion)
        {
            throw new ActionRefusedException("a person has to be asked, and it is too long to be shown.");
        }

        var tasks = new ShortTaskIds(await store.Tasks.ListAsync(cancellationToken: cancellationToken));
        var shown = HeldText.Describe(request.Actor, request.AskedBy, request.Effect, request.Arguments, effect, tasks);
        var now = time.GetUtcNow();
        for (var attempt = 0; ; attempt++)
        {
            var held = new HeldEffect
            {
                Key = request.Key,
                Id = HeldId.New(attempt),
                GroupFolder = request.Actor.Folder,
                RunId = request.RunId,
                AskedBy = request.AskedBy,
                Effect = request.Effect,
                Arguments = request.Arguments,
                Origins = request.Strangers.Count == 0 ? null : string.Join(' ', request.Strangers),
                Shown = HeldText.Fingerprint(description),
                HeldAt = now,
                ExpiresAt = now + options.HeldFor,
            };
            var decision = request.Decided(EffectVerdict.Held, reason, now) with { HeldId = held.Id };
            var texts = QuestionOf(held, main, request.Actor, HeldText.Ask(held.Id, shown, request.Strangers, held.ExpiresAt, options.Zone));
            if (
                await book.WriteAsync(
                    new EffectChange
                    {
                        Decision = decision,
                        Hold = held,
                        Texts = texts,
                    },
                    cancellationToken
                )
                is not EffectOutcome.IdTaken
            )
            {
                outbox.Wake(texts);
                await TellHeldAsync(decision, cancellationToken);
                return;
            }
        }
    }

    public Task TellHeldAsync(EffectDecision decision, CancellationToken cancellationToken) =>
        notices.AddAsync(
            decision.GroupFolder,
            decision.Key,
            $"{decision.Effect} is not done yet: the main group is asked for a yes ({decision.HeldId}). Do not ask for it again; you are told what becomes of it.",
            cancellationToken
        );

    /// <summary>What an answer leads to.</summary>
    /// <returns>What whoever answered is told.</returns>
    public async Task<string> AnswerAsync(HeldEffect held, bool isYes, string who, CancellationToken cancellationToken)
    {
        if (held.State is HeldState.Open && IsOver(held))
        {
            await ExpireAsync(held, cancellationToken);
            return $"{held.Id} has waited too long, and is not done.";
        }

        while (held.State is HeldState.Open)
        {
            var end = isYes ? await PrepareAsync(held, cancellationToken) : new Ending(EffectVerdict.Declined, "It is not done.");
            switch (await EndAsync(held, end, who, cancellationToken))
            {
                case EffectOutcome.Done:
                    return $"{held.Id}: {end.Told}";
                case EffectOutcome.Stale:
                    continue;
                default:
                    held = await store.Effects.FindHeldAsync(held.Id, cancellationToken) ?? held with { State = HeldState.Failed };
                    continue;
            }
        }

        return $"{held.Id} was decided before: {InWords(held.State)}.";
    }

    /// <summary>What was decided, by whom and when, as people are told of it; null: nothing yet.</summary>
    public async Task<string?> FindOutcomeAsync(HeldEffect held, CancellationToken cancellationToken) =>
        await store.Effects.FindAsync(KeyOfEnd(held), cancellationToken) is { } decision ? HeldText.Outcome(decision, options.Zone) : null;

    /// <summary>Whether an answer is the one that decided it, which its channel gave again: that has been told.</summary>
    public async Task<bool> IsSameAnswerAsync(HeldEffect held, bool isYes, string who, DateTimeOffset at, CancellationToken cancellationToken) =>
        await store.Effects.FindAsync(KeyOfEnd(held), cancellationToken) is { } decision
        && decision.DecidedBy == who
        && decision.At > at
        && isYes == decision.Verdict is not EffectVerdict.Declined;

    /// <summary>Drops what nobody answered in time, and tells the agents what became of what they asked for.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        foreach (var held in (await store.Effects.ListOpenAsync(cancellationToken)).Where(IsOver))
        {
            await ExpireAsync(held, cancellationToken);
        }

        await TellAgentsAsync(cancellationToken);
    }

    /// <summary>Its time is over, or it was asked by a clock that was ahead: then it would wait for as long.</summary>
    private bool IsOver(HeldEffect held) => time.GetUtcNow() is var now && (held.ExpiresAt <= now || held.HeldAt - now > options.HeldFor);

    private async Task ExpireAsync(HeldEffect held, CancellationToken cancellationToken) =>
        await EndAsync(held, new Ending(EffectVerdict.Expired, "Nobody answered in time, so it is not done."), null, cancellationToken);

    /// <summary>Everything is looked at again: rights, rules, and whether it still is what the person was shown.</summary>
    private async Task<Ending> PrepareAsync(HeldEffect held, CancellationToken cancellationToken)
    {
        try
        {
            var actor =
                (await store.Groups.ListAsync(cancellationToken)).FirstOrDefault(group => group.Folder == held.GroupFolder)
                ?? throw new ActionRefusedException("its group is not registered any more.");
            var action = actions.Find(held.Effect) ?? throw new ActionRefusedException("there is no such action any more.");
            using var arguments = JsonDocument.Parse(held.Arguments);
            var call = new ActionCall(actor, held.Key, new ActionArguments(arguments.RootElement));
            var effect = await action.PrepareAsync(call, cancellationToken) ?? throw new ActionRefusedException("there is nothing to do any more.");
            if (HeldText.Fingerprint(HeldText.Describe(actor, held.AskedBy, held.Effect, held.Arguments, effect)) != held.Shown)
            {
                throw new ActionRefusedException("what it is about has changed since you were asked.");
            }

            var question = DecisionPoint.QuestionOf(RequestOf(held, actor), effect);
            if (rules.Decide(question) is (RuleDecision.Refuse, var rule))
            {
                throw new ActionRefusedException($"the rules do not allow it ({rules.Explain(rule)}).");
            }

            await (effect.Before?.Invoke(cancellationToken) ?? Task.CompletedTask);
            return new Ending(EffectVerdict.Approved, "It is done.", effect.Write);
        }
        catch (ActionRefusedException refusal)
        {
            return Failed(refusal);
        }
    }

    private async Task<EffectOutcome> EndAsync(HeldEffect held, Ending end, string? who, CancellationToken cancellationToken)
    {
        try
        {
            return await TryEndAsync(held, end, who, cancellationToken);
        }
        catch (ActionRefusedException refusal)
        {
            return await TryEndAsync(held, Failed(refusal), who, cancellationToken);
        }
    }

    private async Task<EffectOutcome> TryEndAsync(HeldEffect held, Ending end, string? who, CancellationToken cancellationToken)
    {
        var groups = await store.Groups.ListAsync(cancellationToken);
        var decision = new EffectDecision
        {
            Key = KeyOfEnd(held),
            At = time.GetUtcNow(),
            GroupFolder = held.GroupFolder,
            RunId = held.RunId,
            AskedBy = held.AskedBy,
            Effect = held.Effect,
            Arguments = held.Arguments,
            Verdict = end.Verdict,
            Reason = end.Told,
            Origins = held.Origins,
            HeldId = held.Id,
            DecidedBy = who,
        };
        var told = HeldText.Outcome(decision, options.Zone);
        var question = HeldId.Question(held.Id, held.Key);
        OutgoingMessage[] texts =
        [
            .. groups
                .Where(group => group.IsMain || group.Folder == held.GroupFolder)
                .SelectMany(group =>
                    Deliveries
                        .Of($"{held.Key}:end:{group.Folder}", group.Jid, told, channels, time)
                        .Select((part, index) => group.IsMain && index == 0 ? part with { Settles = question } : part)
                ),
        ];
        var outcome = await DecisionPoint.ApplyAsync(
            book,
            new EffectChange
            {
                Decision = decision,
                Ends = held.Key,
                Write = end.Write ?? EffectWrite.Nothing,
                Texts = texts,
            },
            cancellationToken
        );
        if (outcome is EffectOutcome.Done)
        {
            outbox.Wake([.. texts, .. end.Write?.Texts ?? []]);
            wake.Set();
            await TellAgentsAsync(cancellationToken);
        }

        return outcome;
    }

    private async Task TellAgentsAsync(CancellationToken cancellationToken)
    {
        foreach (var ended in await store.Effects.ListUntoldAsync(cancellationToken))
        {
            await notices.AddAsync(
                ended.GroupFolder,
                $"held:{ended.Key}",
                $"What you asked for with {ended.Effect} ({ended.Id}) was decided: {InWords(ended.State)}.",
                cancellationToken
            );
            await store.Effects.MarkToldAsync(ended.Key, cancellationToken);
        }
    }

    /// <summary>The question for the main group and, where another one asks, word of it for that one.</summary>
    private OutgoingMessage[] QuestionOf(HeldEffect held, RegisteredGroup main, RegisteredGroup actor, string text)
    {
        var parts = Deliveries.Of($"{held.Key}:held", main.Jid, text, channels, time);
        var asked = parts.Select((part, index) => index == parts.Count - 1 ? part with { Question = HeldId.Question(held.Id, held.Key) } : part);
        var waits =
            main.Jid == actor.Jid
                ? []
                : Deliveries.Of(
                    $"{held.Key}:waits",
                    actor.Jid,
                    $"{held.Id}: before I do this ({held.Effect}), somebody in my main group has to say yes.",
                    channels,
                    time
                );
        return [.. asked, .. waits];
    }

    private static EffectRequest RequestOf(HeldEffect held, RegisteredGroup actor) =>
        new()
        {
            Actor = actor,
            RunId = held.RunId ?? "",
            Key = held.Key,
            Effect = held.Effect,
            Arguments = held.Arguments,
            Strangers = held.Origins?.Split(' ') ?? [],
            AskedBy = held.AskedBy,
        };

    private static string KeyOfEnd(HeldEffect held) => $"{held.Key}:end";

    private static Ending Failed(ActionRefusedException refusal) => new(EffectVerdict.Failed, $"It cannot be done: {ShownText.Line(refusal.Message, 500)}");

    private static string InWords(HeldState state) =>
        state switch
        {
            HeldState.Approved => "a person said yes, and it is done",
            HeldState.Declined => "a person said no, and it is not done",
            HeldState.Expired => "nobody answered in time, and it is not done",
            _ => "a person said yes, but it could not be done any more",
        };

    /// <summary>How a thing that waited ends, and what people are told of it.</summary>
    private sealed record Ending(EffectVerdict Verdict, string Told, EffectWrite? Write = null);
}
