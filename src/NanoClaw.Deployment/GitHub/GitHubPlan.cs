namespace NanoClaw.Deployment.GitHub;

/// <summary>What the workflows need of the repository on GitHub, for the stacks that there are.</summary>
/// <param name="Environments">The environments.</param>
/// <param name="Variables">Variables of the repository itself.</param>
/// <param name="Secrets">Secrets of the repository itself.</param>
/// <param name="Examples">Stacks whose files hold the repository's example values still: nothing is made for them.</param>
/// <param name="Unknown">Environments that only GitHub can name.</param>
public sealed record GitHubPlan(
    IReadOnlyList<GitHubEnvironment> Environments,
    IReadOnlyList<GitHubVariable> Variables,
    IReadOnlyList<string> Secrets,
    IReadOnlyList<string> Examples,
    IReadOnlyList<string> Unknown
);

/// <summary>An environment on GitHub.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Stack">Whose it is.</param>
/// <param name="Secrets">The secrets that it holds.</param>
/// <param name="Variables">The variables that it holds: a workflow passes over an environment without them.</param>
/// <param name="HasReviewers">Whether somebody has to agree to each of its jobs.</param>
/// <param name="OnlyMain">Whether only the branch main may use it.</param>
/// <param name="OnlyReads">Whether its Cloudflare token only reads.</param>
public sealed record GitHubEnvironment(
    string Name,
    string Stack,
    IReadOnlyList<string> Secrets,
    IReadOnlyList<GitHubVariable> Variables,
    bool HasReviewers,
    bool OnlyMain,
    bool OnlyReads
);

/// <summary>A variable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, or what to put there in angle brackets.</param>
/// <param name="About">What it is.</param>
/// <param name="IsOptional">Whether most repositories do without it.</param>
public sealed record GitHubVariable(string Name, string Value, string About, bool IsOptional = false);
