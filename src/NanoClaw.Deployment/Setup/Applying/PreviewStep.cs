using NanoClaw.Deployment.Pulumi;
using NanoClaw.Deployment.Setup.Adopting;

namespace NanoClaw.Deployment.Setup.Applying;

/// <summary>The last step: what <c>pulumi up</c> would do.</summary>
internal sealed class PreviewStep(PulumiCommandLine pulumi, ISetupConversation conversation)
{
    /// <exception cref="DeploymentException">The program or a provider refuses, or a ruleset that was taken over would be made anew.</exception>
    public async Task RunAsync(string stack, Adoption adoption, CancellationToken cancellationToken)
    {
        conversation.Say(SetupMark.Part, $"pulumi preview --stack {stack} (the first one builds the program)");
        var preview = await pulumi.PreviewAsync(stack, refresh: false, cancellationToken).ConfigureAwait(false);
        var replaced = preview.Steps.Where(step => step.IsEnd && step.Type.EndsWith(":Ruleset", StringComparison.Ordinal)).ToList();
        if (adoption.IsNeeded && replaced.Count > 0)
        {
            throw new DeploymentException(
                $"An update would make {string.Join(", ", replaced.Select(step => step.Name))} anew beside the ruleset that was taken over, which Cloudflare refuses with 20217. Do not update; look at 'pulumi preview --stack {stack} --diff'.",
                DeploymentFailure.Dangerous
            );
        }

        var changes = preview.Changes.GroupBy(step => step.Operation).Select(group => $"{group.Count()} to {group.Key}").ToList();
        conversation.Say(
            SetupMark.Good,
            changes.Count == 0 ? "Nothing would change: the stack is as its file says." : $"An update would change: {string.Join(", ", changes)}."
        );
        foreach (var step in preview.Changes.Where(step => step.Operation != "create"))
        {
            conversation.Say(SetupMark.Change, $"{step.Operation} {step.Type} {step.Name}");
        }
    }
}
