using NanoClaw.Infra.Worker;

namespace NanoClaw.LocalCloud.Updates;

/// <summary>Evaluates the program against what stands, and says what an update would do to it.</summary>
public static class UpdateEvaluation
{
    /// <summary>The next update of a stack.</summary>
    /// <param name="configuration">The stack's settings.</param>
    /// <param name="before">What stands; <see cref="DeployedStack.Nothing"/> for a first update.</param>
    /// <param name="projectFolder">Where the owner's settings are.</param>
    /// <param name="cancellationToken">Ends the wait for another evaluation.</param>
    /// <exception cref="LocalCloudException">The program refused, or what stands is another stack's.</exception>
    public static Task<UpdatePlan> RunAsync(
        StackConfiguration configuration,
        DeployedStack before,
        string projectFolder,
        CancellationToken cancellationToken = default
    ) => RunAsync(configuration, before, projectFolder, bundle: null, cancellationToken);

    /// <summary>The same, with another Worker than the built one.</summary>
    internal static async Task<UpdatePlan> RunAsync(
        StackConfiguration configuration,
        DeployedStack before,
        string projectFolder,
        WorkerBundle? bundle,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(before);
        if (before.Name != configuration.Stack)
        {
            throw new LocalCloudException($"The plan to compare with is of the stack '{before.Name}', not of '{configuration.Stack}'.");
        }

        var log = new RegistrationLog();
        var kept = new KeptValues(configuration);
        var recorder = new UpdateRecorder(before, log, kept);
        var evaluated = await StackEvaluation
            .RunAsync(configuration, ProviderValues.ForPreview, projectFolder, new(log, recorder) { Bundle = bundle }, cancellationToken)
            .ConfigureAwait(false);
        var steps = recorder.Steps();
        return new UpdatePlan
        {
            Before = before,
            Steps = steps,
            After = new DeployedStack
            {
                Name = before.Name,
                Updates = before.Updates + 1,
                Resources = [.. steps.Select(s => s.After).OfType<DeployedResource>()],
                Outputs = kept.Outputs(evaluated),
                MigrationTags = MigrationTags(before, steps),
            },
        };
    }

    // A Worker keeps its last migration until it goes, whether an upload names one or not.
    private static Dictionary<string, string> MigrationTags(DeployedStack before, IReadOnlyList<UpdateStep> steps)
    {
        var tags = new Dictionary<string, string>(before.MigrationTags, StringComparer.Ordinal);
        foreach (var gone in steps.Where(s => s.Removes && s.Resource.Type == ResourceTypes.Script))
        {
            tags.Remove(ScriptName(gone.Before!));
        }

        foreach (var script in steps.Select(s => s.After).OfType<DeployedResource>().Where(r => r.Type == ResourceTypes.Script))
        {
            if (script.State["migrations"]?["newTag"]?.GetValue<string>() is { } tag)
            {
                tags[ScriptName(script)] = tag;
            }
        }

        return tags;
    }

    private static string ScriptName(DeployedResource script) => script.State["scriptName"]!.GetValue<string>();
}
