namespace NanoClaw.Deployment.Pulumi;

/// <summary>What a failure of the Pulumi CLI means, and what to do about it.</summary>
internal static class PulumiErrors
{
    private const int Lines = 12;

    // By the CLI's own words: it has no exit codes for them.
    private static readonly (string Words, DeploymentFailure Failure, string Cure)[] Known =
    [
        (
            "currently locked",
            DeploymentFailure.Conflict,
            "Another update of this stack is under way, or one was killed. Wait for it; if there is none, 'pulumi cancel --stack {0}' takes the lock away."
        ),
        (
            "Another update is currently in progress",
            DeploymentFailure.Conflict,
            "Another update of this stack is under way, or one was killed. Wait for it; if there is none, 'pulumi cancel --stack {0}' takes the lock away."
        ),
        ("no stack named", DeploymentFailure.Failed, "'pulumi stack ls' lists the stacks that there are; 'pulumi stack init {0}' makes it."),
        ("PULUMI_ACCESS_TOKEN must be set", DeploymentFailure.Usage, "Log in first: 'pulumi login', or 'pulumi login --local' for a state of your own."),
        ("invalid access token", DeploymentFailure.Usage, "Log in again: 'pulumi login'."),
        ("incorrect passphrase", DeploymentFailure.Usage, "Set PULUMI_CONFIG_PASSPHRASE to the passphrase of this stack's secrets."),
        ("passphrase must be set", DeploymentFailure.Usage, "Set PULUMI_CONFIG_PASSPHRASE to the passphrase of this stack's secrets."),
        ("no Pulumi.yaml project file found", DeploymentFailure.Usage, "Go to the folder of Pulumi.yaml first."),
        ("pending operations", DeploymentFailure.Conflict, "An update was interrupted. 'pulumi refresh --stack {0}' looks at what was done; then try again."),
    ];

    public static DeploymentException NotFound(Exception inner) =>
        new(
            "The Pulumi CLI was not found. Install it (https://www.pulumi.com/docs/install). Where only the outputs are wanted, they can be taken elsewhere and handed over: "
                + "nanoclaw config pull --from FILE (- for standard input), or --local for the local cloud.",
            DeploymentFailure.Usage,
            inner
        );

    /// <param name="what">What could not be done, such as "give the outputs of the stack 'prod'".</param>
    /// <param name="stack">The stack.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="secret">A value that its words must not repeat.</param>
    /// <param name="otherwise">The next step where its words are not known.</param>
    public static DeploymentException Failed(string what, string stack, PulumiResult result, string? secret, string otherwise)
    {
        var said = Said(result, secret);
        var known = Known.FirstOrDefault(k => said.Contains(k.Words, StringComparison.OrdinalIgnoreCase));
        var cure = known.Words is null ? otherwise : string.Format(System.Globalization.CultureInfo.InvariantCulture, known.Cure, stack);
        return new(
            $"pulumi could not {what} (exit code {result.Code}):\n  {said.Replace("\n", "\n  ", StringComparison.Ordinal)}\n{cure}",
            known.Words is null ? DeploymentFailure.Failed : known.Failure
        );
    }

    // An update's diagnosis is the end of its standard output; everything else speaks on the standard error.
    private static string Said(PulumiResult result, string? secret)
    {
        var lines = Split(result.Error)
            .Concat(Split(result.Output).SkipWhile(line => !line.StartsWith("Diagnostics:", StringComparison.Ordinal)).Skip(1))
            .Take(Lines);
        var said = string.Join('\n', lines);
        return secret is { Length: > 0 } ? said.Replace(secret, "[secret]", StringComparison.Ordinal) : said;
    }

    private static string[] Split(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
