using NanoClaw.Infra.Settings;

namespace NanoClaw.Deployment.Rotation;

/// <summary>What a rotation has still to do, from how things stand.</summary>
/// <param name="From">The generation that clients were given when it began.</param>
/// <param name="To">The generation that they are given when it ends.</param>
/// <param name="TookUp">What it goes on from; <see cref="RotationStage.Settled"/> where it begins.</param>
/// <param name="Raises">Whether the file is changed.</param>
/// <param name="Applies">Whether the stack is updated.</param>
/// <param name="EndsOverlap">Whether the generation before ends too.</param>
/// <param name="Holder">How this machine's configuration stands.</param>
public sealed record RotationPlan(int From, int To, RotationStage TookUp, bool Raises, bool Applies, bool EndsOverlap, HolderState Holder)
{
    /// <summary>Decides.</summary>
    public static RotationPlan Of(RotationState state, RotationOptions options)
    {
        var (stage, deployed) = (state.Stage, state.Deployed.Generation);
        var isEndedAlready = state.EndsOverlap && state.File.Number(SettingKeys.EndGeneration, otherwise: 0) == deployed - 1;
        return stage switch
        {
            RotationStage.Raised => new(
                deployed,
                deployed + 1,
                stage,
                Raises: options.Leaked && state.Raise(leaked: true).Text != state.File.Text,
                Applies: true,
                options.Leaked || state.EndsOverlap,
                state.Holder
            ),
            RotationStage.Applied when !options.Leaked || isEndedAlready => new(
                deployed - 1,
                deployed,
                stage,
                Raises: false,
                Applies: false,
                state.EndsOverlap,
                state.Holder
            ),
            _ when options.TakesUpOnly => new(deployed, deployed, stage, Raises: false, Applies: false, state.EndsOverlap, state.Holder),
            _ => new(deployed, deployed + 1, RotationStage.Settled, Raises: true, Applies: true, options.Leaked, state.Holder),
        };
    }

    /// <summary>Whether a generation is no longer valid when it has ended.</summary>
    public bool Ends(int generation) => generation < (EndsOverlap ? To : To - 1);

    /// <summary>What it will do, a line each.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="file">Its file's name.</param>
    /// <param name="holder">This machine's configuration.</param>
    public IEnumerable<string> Lines(string stack, string file, string holder)
    {
        if (TookUp != RotationStage.Settled)
        {
            yield return TookUp == RotationStage.Raised
                ? $"take up the rotation to generation {To} where it stopped: {file} has it, the stack does not"
                : $"take up the rotation to generation {To} where it stopped: the stack has it, {holder} does not";
        }

        if (Raises)
        {
            yield return $"raise rotationVersion in {file} to {To}" + (EndsOverlap ? $", with generation {From} ended at once" : "");
        }

        if (Applies)
        {
            yield return $"preview the stack '{stack}', and stop there if more than credentials would go";
            yield return $"update it: generation {To} is made, " + (EndsOverlap ? $"{From} and older are ended" : $"{From} stays valid, older ones are ended");
        }

        yield return $"prove that generation {To} is accepted, and that what has ended is refused";
        if (Holder is HolderState.Behind || (Applies && Holder is HolderState.Current))
        {
            yield return $"write generation {To} into {holder}";
        }
        else if (Holder is HolderState.Another)
        {
            yield return $"leave {holder} alone: it is of another agent";
        }
    }
}
