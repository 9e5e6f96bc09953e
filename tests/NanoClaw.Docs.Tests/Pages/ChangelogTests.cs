using System.Diagnostics;
using System.Text.RegularExpressions;
using NanoClaw.Docs.Tests.Documents;

namespace NanoClaw.Docs.Tests.Pages;

/// <summary>The changelog keeps its form, and a release takes its words from it.</summary>
public sealed partial class ChangelogTests
{
    private static readonly string[] Sections = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];

    [Fact]
    public void Its_versions_are_dated_newest_first_below_what_is_not_yet_released()
    {
        var versions = Document.Load("CHANGELOG.md").Text.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)).ToList();

        Assert.Equal("## [Unreleased]", versions[0]);
        Assert.All(versions.Skip(1), version => Assert.Matches(Released(), version));
        var numbers = versions.Skip(1).Select(version => Version.Parse(Released().Match(version).Groups["version"].Value)).ToList();
        Assert.Equal(numbers.OrderDescending(), numbers);
    }

    [Fact]
    public void Its_sections_are_those_that_readers_know() =>
        Assert.All(
            Document.Load("CHANGELOG.md").Text.Split('\n').Where(line => line.StartsWith("### ", StringComparison.Ordinal)),
            section => Assert.Contains(section[4..], Sections)
        );

    [Theory]
    [InlineData("0.2.0", 0, "### Fixed\n\n- a\n", "")]
    [InlineData("0.1.0", 0, "### Added\n\n- b\n", "")]
    [InlineData("0.3.0-rc.1", 0, "### Added\n\n- c\n", "")]
    [InlineData("0.0.0-ci.7", 0, "### Added\n\n- c\n", "")]
    [InlineData("0.2", 1, "", "CHANGELOG.md says nothing under [0.2]: what users see of 0.2 belongs there.\n")]
    [InlineData("0.3.0", 1, "", "CHANGELOG.md says nothing under [0.3.0]: what users see of 0.3.0 belongs there.\n")]
    public async Task A_release_has_the_words_of_its_version_and_none_without(string version, int exitCode, string notes, string error)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Releases are made by bash.");
        using var repository = new ReleaseFolder(
            """
            # Changelog

            ## [Unreleased]

            ### Added

            - c

            ## [0.2.0] - 2026-12-01

            ### Fixed

            - a

            ## [0.1.0] - 2026-11-01

            ### Added

            - b

            [0.1.0]: https://example.com
            """
        );

        Assert.Equal((exitCode, notes, error), await repository.NotesAsync(version));
    }

    [Fact]
    public async Task The_next_release_has_something_to_say()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Releases are made by bash.");
        using var repository = new ReleaseFolder(Repository.Read("CHANGELOG.md"));

        var (exitCode, notes, error) = await repository.NotesAsync("0.0.0-ci.1");
        // Right after a release there is nothing yet.
        Assert.True(exitCode == 0 || error.Contains("[Unreleased]", StringComparison.Ordinal), error);
        Assert.DoesNotContain("## [", notes, StringComparison.Ordinal);
    }

    [Fact]
    public void What_CI_tries_is_what_a_release_does()
    {
        const string Build = ".github/release/build.sh";

        Assert.Contains(
            $"run: {Build} \"${{GITHUB_REF_NAME#v}}\" artifacts/release",
            Repository.Read(".github/workflows/release.yml"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"run: {Build} \"0.0.0-ci.$GITHUB_RUN_NUMBER\" artifacts/release",
            Repository.Read(".github/workflows/ci.yml"),
            StringComparison.Ordinal
        );
        Assert.Contains("--notes-file artifacts/release/notes.md", Repository.Read(".github/workflows/release.yml"), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^## \[(?<version>\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Released();

    /// <summary>The script that reads a changelog, beside one.</summary>
    private sealed class ReleaseFolder : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("nanoclaw-release-").FullName;

        public ReleaseFolder(string changelog)
        {
            Directory.CreateDirectory(Path.Combine(_folder, ".github", "release"));
            File.Copy(Repository.PathTo(".github/release/notes.sh"), Script);
            File.WriteAllText(Path.Combine(_folder, "CHANGELOG.md"), changelog);
        }

        private string Script => Path.Combine(_folder, ".github", "release", "notes.sh");

        public async Task<(int ExitCode, string Output, string Error)> NotesAsync(string version)
        {
            using var script = Process.Start(
                new ProcessStartInfo("bash", [Script, version])
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            var (output, error) = (script.StandardOutput.ReadToEndAsync(), script.StandardError.ReadToEndAsync());
            await script.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (script.ExitCode, await output, await error);
        }

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
