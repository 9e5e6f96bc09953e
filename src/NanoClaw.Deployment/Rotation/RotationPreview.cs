using NanoClaw.Deployment.Pulumi;

namespace NanoClaw.Deployment.Rotation;

/// <summary>Looks through a preview for what is no part of a rotation: whatever else the working copy changes would be applied with it.</summary>
internal static class RotationPreview
{
    // What comes and goes with a generation, and the check at the end of an update.
    private static readonly string[] OfGenerations =
    [
        "random:index/randomBytes:RandomBytes",
        "cloudflare:index/zeroTrustAccessServiceToken:ZeroTrustAccessServiceToken",
        "command:local:Command",
    ];

    // What learns of it.
    private static readonly string[] Told =
    [
        "cloudflare:index/workersScript:WorkersScript",
        "cloudflare:index/zeroTrustAccessPolicy:ZeroTrustAccessPolicy",
        "pulumi:pulumi:Stack",
    ];

    /// <exception cref="DeploymentException">Something would be deleted or replaced that holds no credentials.</exception>
    public static void Check(PulumiPreview preview, string stack)
    {
        var ends = preview
            .Changes.Where(step => step.IsEnd && !OfGenerations.Contains(step.Type, StringComparer.Ordinal))
            .Select(Line)
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        if (ends.Length > 0)
        {
            throw new DeploymentException(
                $"The update would do more than rotate, and nothing was applied:\n  {string.Join("\n  ", ends)}\n"
                    + $"Look at it with 'pulumi preview --stack {stack} --diff'. If it is meant, apply it by itself first, from a file with the old rotationVersion; then run this again.",
                DeploymentFailure.Dangerous
            );
        }
    }

    /// <summary>What else it changes, for people to know.</summary>
    public static IReadOnlyList<string> Others(PulumiPreview preview) =>
        [
            .. preview
                .Changes.Where(step => !OfGenerations.Contains(step.Type, StringComparer.Ordinal) && !Told.Contains(step.Type, StringComparer.Ordinal))
                .Select(Line)
                .Distinct(StringComparer.Ordinal),
        ];

    private static string Line(PulumiStep step) => $"{step.Operation} {step.Name} ({step.Type})";
}
