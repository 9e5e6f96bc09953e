using System.IO.Compression;
using System.Text;

namespace NanoClaw.Consumers.Tests;

/// <summary>The packages as a stranger has them: from a feed, in a project of their own, with the README's samples.</summary>
public sealed class PackageTests(DemoCloud cloud) : IClassFixture<DemoCloud>
{
    private const string Version = "0.1.0-fresh";
    private const string Agents = "NanoClaw.Agents";
    private const string AI = "NanoClaw.Agents.AI";

    [Theory]
    [InlineData(Agents)]
    [InlineData(AI)]
    public async Task The_readmes_samples_compile_and_its_program_runs_as_native_code(string package)
    {
        Assert.SkipUnless(FreshProject.HasLinker, "Native code needs a linker: install clang or gcc.");
        using var fresh = await FreshProject.CreateAsync(Version, [.. new[] { Agents, package }.Distinct(StringComparer.Ordinal)]);
        var snippets = Snippets.Of(package);
        Assert.True(snippets.Count > 1, $"{package}/README.md has {snippets.Count} samples.");
        fresh.Write("Program.cs", snippets[0]);
        fresh.Write("Samples.cs", Methods(snippets.Skip(1)));
        await fresh.DotnetAsync("publish", "--nologo", "--use-current-runtime", "--output", "published");

        var answer = await RunningProgram.RunAsync(fresh.Folder, cloud.Settings, Path.Combine(fresh.Folder, "published", "Fresh"));
        Assert.Contains("demo model", answer, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(fresh.Folder, "published", package + ".dll")));
    }

    [Fact]
    public async Task A_package_says_what_it_is_and_has_its_symbols_beside_it()
    {
        using var fresh = await FreshProject.CreateAsync(Version, Agents, AI);
        foreach (var package in new[] { Agents, AI })
        {
            await using var file = await ZipFile.OpenReadAsync(
                fresh.Packed.Single(name => name.EndsWith($"{package}.{Version}.nupkg", StringComparison.Ordinal)),
                TestContext.Current.CancellationToken
            );
            var entries = file.Entries.Select(entry => entry.FullName).ToList();
            Assert.Contains($"lib/net10.0/{package}.dll", entries);
            Assert.Contains($"lib/net10.0/{package}.xml", entries);
            Assert.Contains("icon.png", entries);
            using var nuspec = new StreamReader(await file.GetEntry($"{package}.nuspec")!.OpenAsync(TestContext.Current.CancellationToken));
            var said = await nuspec.ReadToEndAsync(TestContext.Current.CancellationToken);
            Assert.All(
                ["<license type=\"expression\">MIT</license>", "<readme>README.md</readme>", "<icon>icon.png</icon>", "<title>", "<tags>nanoclaw ai agent"],
                part => Assert.Contains(part, said, StringComparison.Ordinal)
            );
            using var readme = new StreamReader(await file.GetEntry("README.md")!.OpenAsync(TestContext.Current.CancellationToken));
            Assert.DoesNotMatch(@"\]\((?!https?://|#)", await readme.ReadToEndAsync(TestContext.Current.CancellationToken));
            Assert.Contains(fresh.Packed, name => name.EndsWith($"{package}.{Version}.snupkg", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_package_that_lost_what_its_last_release_had_is_not_packed()
    {
        using var folder = new TemporaryFolder();
        folder.Write(
            "Directory.Build.props",
            $"<Project><PropertyGroup><RepositoryRoot>{Repository.Root}</RepositoryRoot><TargetFramework>net10.0</TargetFramework><NanoClawLauncher>true</NanoClawLauncher><NuGetAudit>false</NuGetAudit></PropertyGroup></Project>"
        );
        folder.Write("Small.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><Import Project=\"$(RepositoryRoot)eng/Package.props\" /></Project>");
        folder.Write("README.md", "Small.");
        folder.Write("Small.cs", "namespace Small; public static class One { public static int Kept() => 1; public static int Lost() => 2; }");
        await RunningProgram.RunAsync(folder.Path, [], "dotnet", "pack", "--nologo", "--output", "released", "-p:Version=1.0.0");

        folder.Write("Small.cs", "namespace Small; public static class One { public static int Kept() => 1; }");
        await using var pack = RunningProgram.Start(
            folder.Path,
            [],
            "dotnet",
            "pack",
            "--nologo",
            "--output",
            "next",
            "-p:Version=1.1.0",
            "-p:BaselineFolder=released",
            "-p:BaselineVersion=1.0.0"
        );
        Assert.NotEqual(0, await pack.EndAsync());
        Assert.Contains("CP0002", pack.Output, StringComparison.Ordinal);
        Assert.Contains("Lost()", pack.Output, StringComparison.Ordinal);
    }

    /// <summary>Each snippet as a method of its own, with what a reader has at hand by then.</summary>
    private static string Methods(IEnumerable<string> snippets)
    {
        var usings = """
            using System.Text.Json;
            using Microsoft.Extensions.Configuration;
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Hosting;
            using NanoClaw.Agents;

            """;
        var samples = new StringBuilder();
        var number = 0;
        foreach (var snippet in snippets)
        {
            samples.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $$"""
                    public static async Task Sample{{++number}}Async(HostApplicationBuilder builder, IAgentRuntime runtime, AgentRequest request, IChat chat, CancellationToken cancellationToken{{(
                    snippet.Contains("session", StringComparison.Ordinal) ? ", Microsoft.Agents.AI.AIAgent agent, Microsoft.Agents.AI.AgentSession session" : ""
                )}})
                    {
                {{snippet}}
                        await Task.CompletedTask;
                    }

                """
            );
        }

        var all = samples.ToString();
        return (
                all.Contains("AIAgent", StringComparison.Ordinal)
                    ? usings + "using Microsoft.Agents.AI;\nusing Microsoft.Extensions.AI;\nusing NanoClaw.Agents.AI;\n"
                    : usings
            )
            + $$"""
                public interface IChat { Task SendAsync(string text, CancellationToken cancellationToken); }

                public static class Samples
                {
                {{all}}
                }
                """;
    }
}
