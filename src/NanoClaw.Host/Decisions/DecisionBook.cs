using Microsoft.Extensions.Logging;
using NanoClaw.Store;

namespace NanoClaw.Host.Decisions;

/// <summary>
/// Writes decisions into the audit with what they change. Each that is new leaves a line in the log: what was done for
/// which group, and nothing of what it holds. A refusal has a line of its own, with its reason.
/// </summary>
internal sealed partial class DecisionBook(IStore store, ILogger<DecisionBook> logger)
{
    public async ValueTask<EffectOutcome> WriteAsync(EffectChange change, CancellationToken cancellationToken)
    {
        var outcome = await store.Effects.ApplyAsync(change, cancellationToken);
        if (outcome is EffectOutcome.Done)
        {
            Tell(change.Decision);
        }

        return outcome;
    }

    private void Tell(EffectDecision decision)
    {
        var word = decision.Verdict.ToString().ToLowerInvariant();
        var run = decision.RunId is { Length: > 0 } id ? id : "none";
        if (decision.HeldId is { } held)
        {
            LogOfHeld(decision.Effect, decision.GroupFolder, word, held, run);
        }
        else
        {
            LogDecided(decision.Effect, decision.GroupFolder, word, run);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Effect} of {Group}: {Decision} (run {Run})", EventName = "effect_decided")]
    private partial void LogDecided(string effect, string group, string decision, string run);

    [LoggerMessage(LogLevel.Information, "{Effect} of {Group}: {Decision}, {Held} (run {Run})", EventName = "held_effect_decided")]
    private partial void LogOfHeld(string effect, string group, string decision, string held, string run);
}
