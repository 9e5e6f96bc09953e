namespace NanoClaw.Deployment.Setup.Adopting;

/// <summary>Shows what a takeover keeps, loses and runs, and asks for a yes of its own.</summary>
internal sealed class AdoptionConsent(SetupRequest request, ISetupConversation conversation, AdoptionCommands commands)
{
    /// <returns>What is in the way; null where it is agreed to.</returns>
    /// <param name="adoption">What would be taken over.</param>
    /// <param name="zone">The zone's domain.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<string?> AskAsync(Adoption adoption, string zone, CancellationToken cancellationToken)
    {
        conversation.Say(SetupMark.Part, "Rulesets that are in the zone already");
        Show(adoption);
        if (request.Adopt)
        {
            return null;
        }

        if (adoption.IsAnothers && !conversation.CanAsk)
        {
            return $"The rules of {zone} are another stack's of this program, which is not here. Make this one its member (--owner-stack organisation/project/stack); where that stack is gone for good, take its rules over with --adopt.";
        }

        var isHarmless = adoption.Lost.Count == 0 && !adoption.IsAnothers;
        return
            request.Check
            || (request.Yes && isHarmless)
            || (conversation.CanAsk && await conversation.ConfirmAsync("Take them over?", cancellationToken).ConfigureAwait(false))
            ? null
            : $"The zone {zone} has rulesets of its own, and an update would be refused with 20217. Take them over (--adopt), or delete them in the dashboard.";
    }

    private void Show(Adoption adoption)
    {
        var rulesets = string.Join(", ", adoption.Imports.Select(it => $"{it.Ruleset.Phase} ({it.Ruleset.Rules.Count} rules)"));
        conversation.Say(SetupMark.Note, $"Cloudflare allows one a phase, so this stack has to take over what is there: {rulesets}.");
        if (adoption.IsAnothers)
        {
            conversation.Say(
                SetupMark.Lacking,
                "They hold rules of another stack of this program. If that stack is in use, make this one its member: --owner-stack organisation/project/stack."
            );
        }

        foreach (var rule in adoption.ExtraRules)
        {
            conversation.Say(SetupMark.Good, $"stays, in extraRules: {rule}");
        }

        foreach (var rule in adoption.Lost)
        {
            conversation.Say(SetupMark.Lacking, $"would go with the next update: {rule}");
        }

        foreach (var command in commands.Show(adoption))
        {
            conversation.Say(SetupMark.Note, command);
        }
    }
}
