using Microsoft.Extensions.Logging;
using NanoClaw.Agents;
using NanoClaw.Host.Actions;
using NanoClaw.Host.Outbox;
using NanoClaw.Host.Telemetry;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Decisions;

/// <summary>
/// Brings what an agent asks for before the decision point. An event that comes again, after a crash, is decided once.
/// A refusal is logged, kept, and told to the agent at its next run.
/// </summary>
internal sealed partial class ActionExecutor(
    IStore store,
    ActionRegistry actions,
    DecisionPoint decisions,
    Strangers strangers,
    Notices notices,
    TimeProvider time,
    ContentLog content,
    ILogger<ActionExecutor> logger
)
{
    private const int LongestName = 64;

    /// <summary>A refusal may quote what a model wrote, and the agent need not read all of that again.</summary>
    private const int LongestRefusal = 500;

    /// <summary>Of what is refused anyway, no more is kept.</summary>
    private const int LongestRefused = 2_000;

    /// <summary>The contract's longest text several times over.</summary>
    private const int LongestArguments = 65_536;

    /// <summary>An agent that is refused without end fills no disk.</summary>
    private const int MostOfARun = 500;

    /// <summary>Whether there is an action of this name: it leaves a line in the log itself.</summary>
    public bool Has(string name) => actions.Find(name) is not null;

    /// <summary>The name of an action as a run's steps have it. What a model came up with may say anything, so it has none.</summary>
    public string NameOf(AgentEvent.ActionRequested asked) => actions.Find(asked.Name)?.Name ?? "unknown";

    /// <returns>Whether text was handed over to the run's own chat.</returns>
    public async Task<bool> ExecuteAsync(
        RegisteredGroup actor,
        AgentRun run,
        AgentRequest request,
        string eventKey,
        AgentEvent.ActionRequested asked,
        CancellationToken cancellationToken
    )
    {
        var known = await store.Effects.FindAsync(eventKey, cancellationToken);
        var action = actions.Find(asked.Name);
        var ask = new EffectRequest
        {
            Actor = actor,
            RunId = run.RunId,
            Key = eventKey,
            Effect = action?.Name ?? ShownText.Line(asked.Name, LongestName),
            Arguments = asked.Arguments.GetRawText(),
            Strangers = await strangers.FindAsync(run, request, asked.Origins, cancellationToken),
            AskedBy = Asker.Of(run, await strangers.ListMessagesAsync(run, cancellationToken)),
        };
        try
        {
            if (action is null)
            {
                throw new ActionRefusedException("there is no such action.");
            }

            if (ask.Arguments.Length > LongestArguments)
            {
                throw new ActionRefusedException($"its arguments are longer than {LongestArguments} characters.");
            }

            var call = new ActionCall(actor, eventKey, new ActionArguments(asked.Arguments));
            if (known is not null)
            {
                return await RepeatAsync(known, action, call, cancellationToken);
            }

            return await decisions.DecideAsync(ask, token => action.PrepareAsync(call, token), cancellationToken) is { IsOutput: true };
        }
        catch (ActionRefusedException refusal)
        {
            await RefuseAsync(ask, action?.Name ?? "(unknown)", refusal, cancellationToken);
            return false;
        }
    }

    /// <summary>The process died between the decision and what follows from it.</summary>
    private async Task<bool> RepeatAsync(EffectDecision known, IAction action, ActionCall call, CancellationToken cancellationToken)
    {
        switch (known.Verdict)
        {
            case EffectVerdict.Allowed:
                decisions.WakeAfter();
                return action.Speaks && await action.PrepareAsync(call, cancellationToken) is { IsOutput: true };
            case EffectVerdict.Held:
                await decisions.TellHeldAsync(known, cancellationToken);
                return false;
            default:
                await notices.AddAsync(
                    known.GroupFolder,
                    known.Key,
                    Refused(action.Name, known.Origins is null ? known.Reason : "it is not to be done."),
                    cancellationToken
                );
                return false;
        }
    }

    private async Task RefuseAsync(EffectRequest ask, string name, ActionRefusedException refusal, CancellationToken cancellationToken)
    {
        LogRefused(name, ask.Actor.Folder, content.ReasonOf(refusal.Message, refusal.WithoutArguments));
        if (await store.Effects.CountAsync(ask.RunId, cancellationToken) < MostOfARun)
        {
            var decision = ask.Decided(EffectVerdict.Refused, refusal.Message, time.GetUtcNow());
            await store.Effects.ApplyAsync(
                new EffectChange
                {
                    Decision = decision with
                    {
                        Arguments = decision.Arguments.Length > LongestRefused ? $"{ShownText.Line(decision.Arguments, LongestRefused)}" : decision.Arguments,
                    },
                },
                cancellationToken
            );
        }

        await notices.AddAsync(
            ask.Actor.Folder,
            ask.Key,
            ask.Strangers.Count == 0 ? Refused(ask.Effect, refusal.Message) : Refused(name, refusal.WithoutArguments),
            cancellationToken
        );
    }

    /// <summary>
    /// For the next run, in the host's own voice: where strangers' words were in the context, without what the model
    /// wrote, which may be theirs. The next run need not have read them.
    /// </summary>
    private static string Refused(string name, string? reason) => PlainText.Head($"{PlainText.Line(name, LongestName)} was refused: {reason}", LongestRefusal);

    [LoggerMessage(LogLevel.Warning, "Action {Effect} of group {Group} was refused: {Reason}", EventName = "effect_refused")]
    private partial void LogRefused(string effect, string group, string reason);
}
