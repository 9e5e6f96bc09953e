using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace NanoClaw.Deployment.GitHub;

/// <summary>What one job of a workflow asks of GitHub.</summary>
/// <param name="Workflow">The file's name.</param>
/// <param name="Job">The job.</param>
/// <param name="Environment">The environment's name with the stack as <c>{stack}</c>; null where it has none.</param>
/// <param name="Secrets">The secrets that it reads.</param>
/// <param name="Variables">The variables that it reads.</param>
internal sealed partial record WorkflowNeeds(string Workflow, string Job, string? Environment, IReadOnlyList<string> Secrets, IReadOnlyList<string> Variables)
{
    public const string Stack = "{stack}";

    /// <summary>Reads every workflow of a project.</summary>
    public static IReadOnlyList<WorkflowNeeds> Read(string projectFolder)
    {
        var folder = Path.Combine(projectFolder, ".github", "workflows");
        return Directory.Exists(folder)
            ?
            [
                .. Directory
                    .EnumerateFiles(folder, "*.yml")
                    .Concat(Directory.EnumerateFiles(folder, "*.yaml"))
                    .Order(StringComparer.Ordinal)
                    .SelectMany(ReadFile),
            ]
            : throw new DeploymentException($"There are no workflows: {folder} is not there.", DeploymentFailure.Usage);
    }

    private static IEnumerable<WorkflowNeeds> ReadFile(string path)
    {
        var name = Path.GetFileName(path);
        var yaml = new YamlStream();
        try
        {
            using var reader = new StreamReader(path);
            yaml.Load(reader);
        }
        catch (YamlException exception)
        {
            throw new DeploymentException($"{path}, line {exception.Start.Line}: it is not well-formed YAML.", DeploymentFailure.Usage, exception);
        }

        return yaml.Documents is [{ RootNode: YamlMappingNode root }] && Child(root, "jobs") is YamlMappingNode jobs
            ?
            [
                .. jobs
                    .Children.Where(job => job.Value is YamlMappingNode)
                    .Select(job => Of(name, ((YamlScalarNode)job.Key).Value ?? "", (YamlMappingNode)job.Value)),
            ]
            : [];
    }

    private static WorkflowNeeds Of(string workflow, string name, YamlMappingNode job)
    {
        List<string> texts = [.. job.AllNodes.OfType<YamlScalarNode>().Select(node => node.Value ?? "")];
        var environment = Child(job, "environment") switch
        {
            YamlScalarNode scalar => scalar.Value,
            YamlMappingNode mapping => (Child(mapping, "name") as YamlScalarNode)?.Value,
            _ => null,
        };
        return new(
            workflow,
            name,
            environment is null ? null : StackExpression().Replace(environment, Stack),
            // The job's own token is there without anybody's doing.
            [.. Names(texts, Secret()).Where(secret => secret != "GITHUB_TOKEN")],
            [.. Names(texts, Variable())]
        );
    }

    private static IEnumerable<string> Names(List<string> texts, Regex pattern) =>
        texts
            .SelectMany(text => pattern.Matches(text).Select(match => match.Groups["name"].Value))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

    private static YamlNode? Child(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    [GeneratedRegex(@"\$\{\{\s*[A-Za-z_.]*stack\s*\}\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StackExpression();

    [GeneratedRegex(@"\bsecrets\.(?<name>[A-Za-z_][A-Za-z0-9_]*)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Secret();

    [GeneratedRegex(@"\bvars\.(?<name>[A-Za-z_][A-Za-z0-9_]*)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();
}
