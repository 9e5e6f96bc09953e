using NanoClaw.Deployment.Cloudflare;

namespace NanoClaw.Deployment.GitHub;

/// <summary>The plan as a shell script of <c>gh</c>'s commands. No secret's value is part of it: gh asks for each, or reads its standard input.</summary>
public static class GitHubCommands
{
    /// <summary>The script's lines, with remarks.</summary>
    public static IReadOnlyList<string> Write(GitHubPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        List<string> lines =
        [
            "# What the workflows need of the repository on GitHub. Log in first with 'gh auth login'; run it in the clone.",
            "# Each command may be run again. A value in <angle brackets> is yours to fill in.",
        ];
        if (plan.Examples.Count > 0)
        {
            lines.Add(
                $"# Left out, since they hold example values: {string.Join(", ", plan.Examples.Select(stack => $"Pulumi.{stack}.yaml"))}. Set them up, or delete them."
            );
        }

        if (plan.Unknown.Count > 0)
        {
            lines.Add($"# Left out, since only GitHub knows their names: {string.Join(", ", plan.Unknown)}.");
        }

        foreach (var environment in plan.Environments)
        {
            lines.Add("");
            lines.AddRange(Environment(environment));
        }

        lines.AddRange(
            plan.Variables.Select(variable =>
                $"{(variable.IsOptional ? "# " : "")}gh variable set {variable.Name} --body '{variable.Value}'  # {variable.About}"
            )
        );
        lines.AddRange(plan.Secrets.Select(secret => $"gh secret set {secret}"));
        lines.Add("");
        lines.AddRange(
            plan.Environments.SelectMany(environment => environment.Variables)
                .DistinctBy(variable => variable.Name)
                .Select(variable => $"# {variable.Name}: {variable.About}")
        );
        lines.Add("# Pulumi Cloud, Settings, OIDC Issuers: register https://token.actions.githubusercontent.com, and allow a token for each of");
        lines.AddRange(plan.Environments.Select(environment => $"#   repo:<owner>/<repository>:environment:{environment.Name}"));
        return lines;
    }

    private static IEnumerable<string> Environment(GitHubEnvironment environment)
    {
        var address = $"\"repos/{{owner}}/{{repo}}/environments/{environment.Name}\"";
        var reviewers = environment.HasReviewers ? " -F 'reviewers[][type]=User' -F \"reviewers[][id]=$(gh api user --jq .id)\"" : "";
        var branches = environment.OnlyMain
            ? " -F 'deployment_branch_policy[protected_branches]=false' -F 'deployment_branch_policy[custom_branch_policies]=true'"
            : "";
        yield return $"# {environment.Name}: {(environment.HasReviewers ? "you have to agree to each job" : "nobody is asked")}{(environment.OnlyMain ? ", from the branch main alone" : "")}";
        yield return $"gh api --silent --method PUT {address}{reviewers}{branches}";
        if (environment.OnlyMain)
        {
            yield return $"gh api --silent --method POST {address[..^1]}/deployment-branch-policies\" -f name=main";
        }

        foreach (var variable in environment.Variables)
        {
            yield return $"gh variable set {variable.Name} --env {environment.Name} --body '{variable.Value}'";
        }

        foreach (var secret in environment.Secrets)
        {
            var about =
                secret != "CLOUDFLARE_API_TOKEN" ? ""
                : environment.OnlyReads ? $"  # the token with everything at Read: {DashboardPages.Mine}"
                : "  # the token that 'nanoclaw setup' has checked";
            yield return $"gh secret set {secret} --env {environment.Name}{about}";
        }
    }
}
