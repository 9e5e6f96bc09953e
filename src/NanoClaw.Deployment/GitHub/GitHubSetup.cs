using NanoClaw.Deployment.Pulumi;
using NanoClaw.Deployment.Setup.Answering;
using NanoClaw.Deployment.StackFiles;

namespace NanoClaw.Deployment.GitHub;

/// <summary>Finds what the workflows need of GitHub: from the workflows themselves, and the stacks that have a file.</summary>
public static class GitHubSetup
{
    private const string Production = "prod";

    /// <summary>Reads it.</summary>
    /// <param name="projectFolder">The clone.</param>
    /// <param name="login">Who is logged in to Pulumi; null where that is not known.</param>
    /// <exception cref="DeploymentException">There are no workflows, or a file is malformed.</exception>
    public static GitHubPlan Read(string projectFolder, PulumiLogin? login)
    {
        var jobs = WorkflowNeeds.Read(projectFolder);
        var folder = new StackFolder(projectFolder);
        var stacks = folder.Names().ToLookup(stack => folder.Read(stack)?.Scalar("accountId") is not { } id || ExampleValue.IsId(id));
        var inEnvironments = jobs.Where(job => job.Environment is not null).GroupBy(job => job.Environment!, StringComparer.Ordinal).ToList();
        var environments = stacks[false]
            .SelectMany(stack => inEnvironments.Where(group => IsKnown(group.Key)).Select(group => EnvironmentOf(group.Key, stack, [.. group], login)));
        return new(
            [.. environments.DistinctBy(environment => environment.Name)],
            [
                .. jobs.Where(job => job.Environment is null)
                    .SelectMany(job => job.Variables)
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)
                    .Select(name => VariableOf(name, login)),
            ],
            [.. jobs.Where(job => job.Environment is null).SelectMany(job => job.Secrets).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. stacks[true]],
            [
                .. inEnvironments
                    .Where(group => !IsKnown(group.Key))
                    .Select(group => $"{group.Key} ({string.Join(", ", group.Select(job => job.Workflow).Distinct(StringComparer.Ordinal))})"),
            ]
        );
    }

    private static bool IsKnown(string environment) => !environment.Contains("${{", StringComparison.Ordinal);

    private static GitHubEnvironment EnvironmentOf(string template, string stack, IReadOnlyList<WorkflowNeeds> jobs, PulumiLogin? login)
    {
        var name = template.Replace(WorkflowNeeds.Stack, stack, StringComparison.Ordinal);
        var isPreview = template.StartsWith("preview-", StringComparison.Ordinal);
        // A schedule has nobody to wait for. A pull request's preview comes from its own branch; everything else comes from main.
        return new(
            name,
            stack,
            [.. jobs.SelectMany(job => job.Secrets).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [
                .. jobs.SelectMany(job => job.Variables)
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)
                    .Select(variable => VariableOf(variable, login)),
            ],
            HasReviewers: stack == Production && (template == WorkflowNeeds.Stack || isPreview),
            OnlyMain: !isPreview,
            OnlyReads: isPreview || template.StartsWith("drift-", StringComparison.Ordinal)
        );
    }

    private static GitHubVariable VariableOf(string name, PulumiLogin? login) =>
        name switch
        {
            "PULUMI_ORGANIZATION" => new(name, login?.IsCloud is true ? login.User : "<organisation>", "your organisation on Pulumi Cloud, or your login"),
            "PULUMI_TOKEN_TYPE" => new(name, "personal", "personal; team or organization as the edition has them"),
            "PULUMI_TOKEN_SCOPE" => new(name, login?.IsCloud is true ? $"user:{login.User}" : "user:<login>", "user:<login>, or team:<name>"),
            "CODE_SCANNING" => new(name, "on", "for a private repository that has code scanning", IsOptional: true),
            _ => new(name, $"<{name}>", "read by a workflow"),
        };
}
