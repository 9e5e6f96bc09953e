using NanoClaw.Deployment.StackFiles;
using NanoClaw.Infra.Settings;

namespace NanoClaw.Deployment.Rotation;

/// <summary>How a stack's credentials stand in the world: in its file, deployed, and on this machine.</summary>
/// <param name="File">The stack's settings.</param>
/// <param name="Deployed">What its outputs say.</param>
/// <param name="Holder">How this machine's configuration stands beside them.</param>
public sealed record RotationState(StackFile File, DeployedCredentials Deployed, HolderState Holder)
{
    private static readonly IReadOnlyList<string> Order = [.. SettingKeys.All.Select(definition => definition.Key)];

    /// <summary>The version that the file asks for.</summary>
    public int FileVersion { get; } = File.Number(SettingKeys.RotationVersion, otherwise: 1);

    /// <summary>Whether the file leaves no earlier generation valid.</summary>
    public bool EndsOverlap { get; } = File.Scalar(SettingKeys.KeepPreviousCredentials) == "false";

    /// <summary>How far a rotation has come.</summary>
    /// <exception cref="DeploymentException">File and stack are further apart than one rotation: the program would refuse the update.</exception>
    public RotationStage Stage =>
        (FileVersion - Deployed.Generation) switch
        {
            0 => Holder == HolderState.Behind ? RotationStage.Applied : RotationStage.Settled,
            1 => RotationStage.Raised,
            < 0 => throw new DeploymentException(
                $"{File.Name} asks for generation {FileVersion}, and the stack already has {Deployed.Generation}: the file is older than what was deployed last. Take it from the head of its branch (git pull), and try again.",
                DeploymentFailure.Conflict
            ),
            _ => throw new DeploymentException(
                $"{File.Name} asks for generation {FileVersion}, and the stack has {Deployed.Generation}: only one can be raised at a time, or clients are cut off. Set {SettingKeys.RotationVersion} to {Deployed.Generation + 1} and try again.",
                DeploymentFailure.Conflict
            ),
        };

    /// <summary>The file that begins a rotation.</summary>
    /// <param name="leaked">Whether every earlier generation ends with the update that makes the new one.</param>
    public StackFile Raise(bool leaked)
    {
        var raised = Deployed.Generation == FileVersion ? With(File, SettingKeys.RotationVersion, $"{FileVersion + 1}") : File;
        if (leaked)
        {
            return With(With(raised, SettingKeys.KeepPreviousCredentials, "false"), SettingKeys.EndGeneration, $"{Deployed.Generation}");
        }

        // What ended the overlap last time would end it again, and what clients hold with it.
        var kept = EndsOverlap ? With(raised, SettingKeys.KeepPreviousCredentials, "true") : raised;
        return kept.Number(SettingKeys.EndGeneration, otherwise: 0) > 0 ? With(kept, SettingKeys.EndGeneration, "0") : kept;
    }

    private static StackFile With(StackFile file, string key, string value) => file.With(key, new StackValue.Scalar(value), Order);
}
