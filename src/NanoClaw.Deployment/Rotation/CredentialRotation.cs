using NanoClaw.Agents;
using NanoClaw.Deployment.Pulumi;
using NanoClaw.Deployment.StackFiles;

namespace NanoClaw.Deployment.Rotation;

/// <summary>
/// Renews a stack's credentials: raises the version, previews, updates, proves, pulls. It keeps no note of how far it is: that is
/// read off the world each time, so that whatever stopped it, the same call goes on from there. The new credentials are written
/// here last and only once they are proven, so that a configuration that works is never replaced by one that does not.
/// </summary>
public sealed class CredentialRotation(PulumiCommandLine pulumi, ICredentialHolder holder, RotationOptions options, Action<string> tell)
{
    private readonly List<string> _notes = [];
    private readonly StackFolder _folder = new(options.ProjectFolder);

    /// <summary>Looks how things stand. Nothing is changed.</summary>
    /// <exception cref="DeploymentException">It cannot be found out, or file and stack are too far apart.</exception>
    public async Task<RotationState> LookAsync(CancellationToken cancellationToken)
    {
        var file = _folder.Demand(options.Stack);
        var deployed = await DeployedAsync(cancellationToken).ConfigureAwait(false);
        return new(file, deployed, holder.Look(deployed));
    }

    /// <summary>Only raises the version in the file, for who commits it before it is applied.</summary>
    /// <returns>Whether it was raised: not where that is done already.</returns>
    public bool Raise(RotationState state)
    {
        var plan = RotationPlan.Of(state, options);
        if (plan.Raises)
        {
            _folder.Write(options.Stack, state.Raise(options.Leaked));
        }

        return plan.Raises;
    }

    /// <summary>Does what is still to do.</summary>
    /// <exception cref="DeploymentException">A step failed; what was done stays done, and the same call goes on from there.</exception>
    public async Task<RotationReport> RunAsync(RotationState state, CancellationToken cancellationToken)
    {
        var plan = RotationPlan.Of(state, options);
        var retired = HeldIfEnded(state, plan);
        if (plan.Raises)
        {
            tell($"raising: rotationVersion in {state.File.Name} is {plan.To}");
            _folder.Write(options.Stack, state.Raise(options.Leaked));
        }

        var deployed = state.Deployed;
        if (plan.Applies)
        {
            await RememberEndingAsync(plan, retired, cancellationToken).ConfigureAwait(false);
            deployed = await ApplyAsync(plan, cancellationToken).ConfigureAwait(false);
        }

        await ProveAsync(deployed, plan, retired, cancellationToken).ConfigureAwait(false);
        return new()
        {
            Stack = options.Stack,
            From = plan.From,
            Generation = deployed.Generation,
            TookUp = plan.TookUp != RotationStage.Settled,
            Applied = plan.Applies,
            Refused = [.. retired.Keys.Order()],
            ConfigurationWritten = Pull(deployed),
            CreatedAt = deployed.CreatedAt,
            ExpiresAt = deployed.ExpiresAt,
            Notes = _notes,
        };
    }

    private async Task<DeployedCredentials> DeployedAsync(CancellationToken cancellationToken) =>
        DeployedCredentials.Parse(await pulumi.StackOutputsAsync(options.Stack, cancellationToken).ConfigureAwait(false), options.Stack);

    private Dictionary<int, AgentCredentials> HeldIfEnded(RotationState state, RotationPlan plan) =>
        state.Holder is HolderState.Behind or HolderState.Current
        && holder.Held() is { Generation: { } generation, Credentials: var held }
        && plan.Ends(generation)
            ? new() { [generation] = held }
            : [];

    private async Task RememberEndingAsync(RotationPlan plan, Dictionary<int, AgentCredentials> retired, CancellationToken cancellationToken)
    {
        tell("looking: which credentials the update will end");
        try
        {
            foreach (var (generation, credentials) in RetiredCredentials.Read(await pulumi.ExportAsync(options.Stack, cancellationToken).ConfigureAwait(false)))
            {
                if (plan.Ends(generation))
                {
                    retired[generation] = credentials;
                }
            }
        }
        catch (DeploymentException exception)
        {
            _notes.Add($"The stack's state could not be read, so what the update ended was not tried: {exception.Message}");
        }
    }

    private async Task<DeployedCredentials> ApplyAsync(RotationPlan plan, CancellationToken cancellationToken)
    {
        tell($"previewing: what the update of '{options.Stack}' would do");
        var preview = await pulumi.PreviewAsync(options.Stack, refresh: false, cancellationToken).ConfigureAwait(false);
        RotationPreview.Check(preview, options.Stack);
        _notes.AddRange(RotationPreview.Others(preview).Select(other => $"The update changed more than credentials: {other}."));

        tell($"updating: '{options.Stack}' to generation {plan.To}");
        await pulumi.UpAsync(options.Stack, line => tell($"  {line}"), cancellationToken).ConfigureAwait(false);
        var deployed = await DeployedAsync(cancellationToken).ConfigureAwait(false);
        return deployed.Generation == plan.To
            ? deployed
            : throw new DeploymentException(
                $"The update ended, and the stack's outputs still say generation {deployed.Generation} instead of {plan.To}. Is Pulumi.{options.Stack}.yaml of this folder the file that it takes? See 'pulumi config --stack {options.Stack}'."
            );
    }

    private async Task ProveAsync(
        DeployedCredentials deployed,
        RotationPlan plan,
        Dictionary<int, AgentCredentials> retired,
        CancellationToken cancellationToken
    )
    {
        tell($"proving: generation {deployed.Generation} at {deployed.Endpoint.Authority}");
        using var proof = new CredentialProof(deployed, options.Patience, options.Time);
        if (await proof.AcceptanceAsync(cancellationToken).ConfigureAwait(false) is { } refusal)
        {
            var rest = plan.EndsOverlap ? "" : $" {holder.Name} was left as it is, and generation {deployed.Generation - 1} stays valid.";
            throw new DeploymentException(
                $"The stack has generation {deployed.Generation}, and {deployed.Endpoint.Authority} does not take it: {refusal.Message}{rest} Look at the Worker's logs; the same command goes on from here.",
                refusal is AgentUnauthorizedException or AgentAccessDeniedException ? DeploymentFailure.Refused : DeploymentFailure.Unavailable,
                refusal
            );
        }

        foreach (var (generation, credentials) in retired.OrderBy(r => r.Key))
        {
            tell($"proving: generation {generation} is refused");
            if (await proof.OpennessAsync(credentials, cancellationToken).ConfigureAwait(false) is { Count: > 0 } open)
            {
                throw new DeploymentException(
                    $"Generation {generation} has ended, and {deployed.Endpoint.Authority} does not refuse it: {string.Join("; ", open)}. "
                        + $"Is another Worker or Access application in front of it? 'pulumi up --stack {options.Stack} --refresh' puts right what was changed by hand; the same command goes on from here.",
                    DeploymentFailure.Dangerous
                );
            }
        }

        if (retired.Count == 0 && plan.Ends(1))
        {
            _notes.Add("What has ended was not tried: its credentials are no longer in the stack's state, nor here.");
        }
    }

    private bool Pull(DeployedCredentials deployed)
    {
        switch (holder.Look(deployed))
        {
            case HolderState.Behind:
                tell($"pulling: {holder.Name}");
                holder.Take(deployed);
                return true;
            case HolderState.Another:
                _notes.Add(
                    $"{holder.Name} is of another agent and was left as it is. Where the assistant of this stack runs: nanoclaw config pull --stack {options.Stack}"
                );
                return false;
            case HolderState.None:
                _notes.Add($"No configuration was written here. Where the assistant runs: nanoclaw config pull --stack {options.Stack}");
                return false;
            default:
                return false;
        }
    }
}
