namespace NanoClaw.LocalCloud.Updates.Dangers;

/// <summary>What is protected is neither deleted nor replaced: the update stops there.</summary>
internal static class RefusedByPulumi
{
    // A replacement is refused where both sides say protect, a deletion where the deployed one does (step_generator.go of the engine).
    public static IEnumerable<Danger> Find(UpdatePlan plan) =>
        plan
            .Steps.Where(s => s.Before is { Protect: true } && (s.Kind == UpdateKind.Delete || (s.Kind == UpdateKind.Replace && s.After!.Protect)))
            .Select(s => new Danger(
                DangerKind.Refused,
                s.Before!.Name,
                $"it is protected, so Pulumi refuses to {(s.Kind == UpdateKind.Delete ? "delete" : "replace")} it. Undo the change; or, when its data may go, 'pulumi state unprotect' it first."
            ));
}
