using NanoClaw.Deployment.Setup.Adopting;
using NanoClaw.Deployment.Setup.Surveying;

namespace NanoClaw.Deployment.Setup.Applying;

/// <summary>Does what a plan says. Each act is whole by itself, and one that was done is found done when it is run again.</summary>
internal sealed class SetupActions(SetupSurroundings surroundings, SetupRequest request, ISetupConversation conversation, Place place)
{
    private readonly List<string> _done = [];

    /// <summary>What was done so far.</summary>
    public IReadOnlyList<string> Done => _done;

    public async Task RunAsync(SetupPlan plan, IReadOnlyDictionary<string, string> secrets, AdoptionCommands adoption, CancellationToken cancellationToken)
    {
        if (plan.WorkersSubdomain is { } name)
        {
            await RegisterAsync(name, cancellationToken).ConfigureAwait(false);
        }

        if (plan.Settings.Changes.Count > 0)
        {
            surroundings.Folder.Write(request.Stack, plan.Settings.File);
            Say($"Wrote Pulumi.{request.Stack}.yaml");
        }

        if (plan.Owner is { } owner)
        {
            surroundings.Folder.Write(owner.Stack, owner.File);
            Say($"Wrote Pulumi.{owner.Stack}.yaml");
        }

        if (await new StackBirth(surroundings.Pulumi, surroundings.Folder, request.Stack).RunAsync(cancellationToken).ConfigureAwait(false))
        {
            Say($"Made the stack {request.Stack}");
        }

        var settings = new StackSecrets(surroundings.Pulumi, surroundings.Folder, request.Stack);
        foreach (var (key, value) in secrets)
        {
            await settings.SetAsync(key, value, cancellationToken).ConfigureAwait(false);
            Say($"Set the secret {key}");
        }

        if (plan.Adoption.IsNeeded)
        {
            await adoption.RunAsync(plan.Adoption, conversation, cancellationToken).ConfigureAwait(false);
            Say($"Took over {plan.Adoption.Imports.Count} of the zone's rulesets");
        }
    }

    // A name is one among all customers' of Cloudflare.
    private async Task RegisterAsync(string name, CancellationToken cancellationToken)
    {
        while (await surroundings.Cloudflare.RegisterWorkersSubdomainAsync(place.Account.Id, name, cancellationToken).ConfigureAwait(false) is { } why)
        {
            if (!conversation.CanAsk)
            {
                throw new DeploymentException(
                    $"The workers.dev subdomain '{name}' cannot be registered: {why}. Choose another with --workers-subdomain.",
                    DeploymentFailure.Conflict
                );
            }

            conversation.Say(SetupMark.Lacking, $"The workers.dev subdomain '{name}' cannot be registered: {why}");
            name = await conversation.AskAsync(new SetupQuestion("--workers-subdomain", "Another name?"), cancellationToken).ConfigureAwait(false);
        }

        Say($"Registered the workers.dev subdomain '{name}'");
    }

    private void Say(string what)
    {
        _done.Add(what);
        conversation.Say(SetupMark.Good, what);
    }
}
