using System.Text.RegularExpressions;
using NanoClaw.LocalCloud;

namespace NanoClaw.EndToEnd.Tests;

/// <summary>The commands that a reader of the documents types, typed.</summary>
public sealed partial class ReadmeTests
{
    private const string Nanoclaw = "./nanoclaw ";

    private static readonly string Root = Path.GetDirectoryName(ProjectFolder.FindUpward("NanoClaw.sln"))!;

    // As the README gives them, without the remarks behind them.
    private static string[] Commands => Lines("README.md", " by:ReadmeTests").ToArray();

    public static TheoryData<string> CliCommands => [.. Documents.SelectMany(document => Lines(document, " cli"))];

    private static IEnumerable<string> Documents =>
        Directory
            .EnumerateFiles(Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal);

    [Fact]
    public async Task The_first_command_answers_in_a_clean_clone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The command is typed into sh.");
        Assert.Equal(Nanoclaw + "dev", Commands[0]);
        using var clone = await CleanClone.CreateAsync(Root);

        var (exitCode, output, error) = await clone.TypeAsync($"{Commands[0]} --ask 'Is this a clean clone?' --port 0");

        Assert.True(exitCode == 0, $"exit code {exitCode}\n{output}\n{error}");
        Assert.Contains("Is this a clean clone?", output, StringComparison.Ordinal);
        Assert.Contains("Ready after", error, StringComparison.Ordinal);

        // What takes a minute is shown; what is built already is not built again.
        Assert.Matches("(?s)nanoclaw: building NanoClaw, about a minute this first time.*nanoclaw: +[0-9]+ s  ready", error);
        var (again, version, quiet) = await clone.TypeAsync("./nanoclaw --version");
        Assert.Equal((0, ""), (again, quiet));
        Assert.Matches(@"^[0-9]+\.[0-9]+\.[0-9]+", version);
    }

    /// <summary>Typed here it would run itself; so it is held to be what the build runs, over every test project there is.</summary>
    [Fact]
    public async Task The_second_command_is_what_the_build_runs_and_leaves_no_test_project_out()
    {
        var build = await File.ReadAllLinesAsync(Path.Combine(Root, ".ci", "run"), TestContext.Current.CancellationToken);
        Assert.Equal("dotnet test NanoClaw.sln", Commands[1]);
        Assert.Contains(build, line => line.StartsWith(Commands[1] + " ", StringComparison.Ordinal));

        var solution = await File.ReadAllTextAsync(Path.Combine(Root, "NanoClaw.sln"), TestContext.Current.CancellationToken);
        var projects = Directory
            .EnumerateDirectories(Path.Combine(Root, "tests"))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj"))
            .Select(Path.GetFileName)
            .ToArray();
        Assert.NotEmpty(projects);
        Assert.All(projects, project => Assert.Contains($"\\{project}\"", solution, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(CliCommands))]
    public async Task A_command_of_the_documents_that_needs_no_account_succeeds(string command)
    {
        Assert.StartsWith(Nanoclaw, command, StringComparison.Ordinal);
        var arguments = command[Nanoclaw.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] ending = arguments[0] == "dev" ? ["--port", "0", "--ask", "Hi"] : [];
        using var project = new TemporaryProject();

        var (exitCode, output, error) = await NanoClawProcess.RunAsync(project.Folder, [.. arguments, .. ending]);

        Assert.True(exitCode == 0, $"{command}: {error}");
        Assert.NotEqual("", output);
    }

    private static IEnumerable<string> Lines(string document, string mark) =>
        Fence()
            .Matches(File.ReadAllText(Path.Combine(Root, document)).ReplaceLineEndings("\n"))
            .Where(block => block.Groups["mark"].Value == mark)
            .SelectMany(block => block.Groups["body"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Select(line => line.Split(" #")[0].Trim());

    [GeneratedRegex(@"^ *```sh(?<mark>[^\n]*)\n(?<body>.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fence();
}
