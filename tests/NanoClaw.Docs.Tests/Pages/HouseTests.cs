using System.Text.Json;
using System.Text.RegularExpressions;
using NanoClaw.Docs.Tests.Documents;
using NanoClaw.Docs.Tests.Snippets;
using YamlDotNet.RepresentationModel;

namespace NanoClaw.Docs.Tests.Pages;

/// <summary>What newcomers meet first: the reports' forms, the container, and the commands of those who work here.</summary>
public sealed partial class HouseTests
{
    [Fact]
    public void The_justfile_has_the_commands_of_the_build_script_and_no_others()
    {
        var script = Case().Matches(Repository.Read("eng/build.sh")).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal).ToList();
        var recipes = Recipe()
            .Matches(Repository.Read("justfile"))
            .Select(match => match.Groups["name"].Value)
            .Where(name => name != "default")
            .Order(StringComparer.Ordinal);

        Assert.Equal(script, recipes);
        Assert.All(script, command => Assert.Contains($"\n    eng/build.sh {command}", Repository.Read("justfile"), StringComparison.Ordinal));
        Assert.Equal(script, Told().Matches(Repository.Read("eng/build.sh")).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("fault.yml")]
    [InlineData("wish.yml")]
    public void A_form_for_issues_is_one_that_GitHub_takes(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Repository.Read($".github/ISSUE_TEMPLATE/{file}")));
        var form = (YamlMappingNode)yaml.Documents[0].RootNode;

        Assert.All(["name", "description", "body"], key => Assert.True(form.Children.ContainsKey(key), key));
        var fields = ((YamlSequenceNode)form["body"]).Cast<YamlMappingNode>().ToList();
        Assert.All(fields, field => Assert.Contains(field["type"].ToString(), new[] { "markdown", "textarea", "input", "dropdown", "checkboxes" }));
        var asked = fields.Where(field => field["type"].ToString() != "markdown").ToList();
        Assert.All(asked, field => Assert.NotEmpty(field["attributes"]["label"].ToString()));
        Assert.Equal(asked.Count, asked.Select(field => field["id"].ToString()).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_form_leads_to_pages_that_are_there() =>
        Assert.All(
            BlobLink()
                .Matches(string.Concat(Repository.Files(".github/ISSUE_TEMPLATE", ".yml").Select(Repository.Read)))
                .Select(match => (File: match.Groups["file"].Value, Anchor: match.Groups["anchor"].Value)),
            link => Assert.Contains(link.Anchor, Document.Load(link.File).Anchors)
        );

    [Fact]
    public void The_README_names_each_command()
    {
        var row = Assert.Single(Repository.Read("README.md").Split('\n'), line => line.StartsWith("| [`src/NanoClaw.Cli`]", StringComparison.Ordinal));

        Assert.Equal(
            [],
            CliCheck.Commands.Where(command =>
                !row.Contains($"`{command}`", StringComparison.Ordinal) && !row.Contains($"`{command} ", StringComparison.Ordinal)
            )
        );
    }

    [Fact]
    public void The_list_of_samples_has_each_of_them() =>
        Assert.Equal(
            Repository.Files("samples", ".csproj").Select(project => Path.GetFileNameWithoutExtension(project)).Order(StringComparer.Ordinal),
            Document.Load("samples/README.md").Links.Order(StringComparer.Ordinal)
        );

    [Fact]
    public void The_container_brings_what_the_README_needs()
    {
        using var container = JsonDocument.Parse(Repository.Read(".devcontainer/devcontainer.json"), new() { CommentHandling = JsonCommentHandling.Skip });
        using var sdk = JsonDocument.Parse(Repository.Read("global.json"));
        var version = sdk.RootElement.GetProperty("sdk").GetProperty("version").GetString()!;

        Assert.EndsWith($"-{string.Join('.', version.Split('.')[..2])}", container.RootElement.GetProperty("image").GetString(), StringComparison.Ordinal);
        Assert.Contains(container.RootElement.GetProperty("features").EnumerateObject(), feature => feature.Name.Contains("/node:", StringComparison.Ordinal));
        Assert.Equal("./nanoclaw --version", container.RootElement.GetProperty("postCreateCommand").GetString());
    }

    [GeneratedRegex(@"^  (?<name>[a-z-]+)\) ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Case();

    /// <summary>A line of its help.</summary>
    [GeneratedRegex(@"^  (?<name>[a-z-]+)( \[[A-Z.]+\])? {2,}\w", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Told();

    [GeneratedRegex("^(?<name>[a-z-]+)( [*a-z]+)?:", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Recipe();

    [GeneratedRegex(@"\.\./blob/main/(?<file>[^)#]+)#(?<anchor>[^)]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BlobLink();
}
