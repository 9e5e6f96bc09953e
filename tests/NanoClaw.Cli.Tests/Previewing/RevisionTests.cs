using System.Diagnostics;

namespace NanoClaw.Cli.Tests.Previewing;

/// <summary>Compares with a revision of a real repository, which is built by the real SDK: small, with a program that says what a plan is.</summary>
[Trait("Starts", "a process")]
public sealed class RevisionTests : IDisposable
{
    // Without the options that are new, as a revision from before them is.
    private const string Printing = """
        if (args.Contains("--out")) { Console.Error.WriteLine("Unrecognized option"); return 2; }
        Console.Write(System.IO.File.ReadAllText("printed.json"));
        return 0;
        """;

    private const string Keeping = """
        var from = Array.IndexOf(args, "--from");
        System.IO.File.WriteAllText(args[Array.IndexOf(args, "--out") + 1], System.IO.File.ReadAllText(from < 0 ? "first.json" : "second.json"));
        return Environment.GetEnvironmentVariable("ANTHROPIC_API_KEY") is null ? 0 : 9;
        """;

    private readonly CommandLine _nanoclaw = new();

    public void Dispose() => _nanoclaw.Dispose();

    [Fact]
    public async Task A_revision_is_built_in_a_folder_of_its_own_and_asked_for_what_stands_after_its_second_update()
    {
        await _nanoclaw.RunAsync(["preview", "--out", "first.json"]);
        await _nanoclaw.RunAsync(["preview", "--from", "first.json", "--out", "second.json"]);
        Commit(Keeping);
        File.WriteAllText(Path.Combine(_nanoclaw.Folder, "second.json"), "changed in the working copy");

        Assert.Equal(0, await _nanoclaw.RunAsync(["preview", "--from", "HEAD"]));
        Assert.Matches(@"of HEAD \([0-9a-f]{10}\)", _nanoclaw.Output);
        Assert.DoesNotContain("to update", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("to create", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_nanoclaw.Folder, "src", "NanoClaw.Cli", "bin")));
    }

    [Fact]
    public async Task A_revision_that_cannot_keep_a_plan_is_asked_to_print_it()
    {
        await _nanoclaw.RunAsync(["preview", "--json"]);
        File.WriteAllText(Path.Combine(_nanoclaw.Folder, "printed.json"), _nanoclaw.Output);
        Commit(Printing);

        Assert.Equal(0, await _nanoclaw.RunAsync(["preview", "--from", "HEAD", "--config", "rotationVersion=2"]));
        Assert.Contains("3 to create", _nanoclaw.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("to replace", _nanoclaw.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revision_that_does_not_build_says_why()
    {
        Commit("this is no program");

        Assert.Equal(1, await _nanoclaw.RunAsync(["preview", "--from", "HEAD"]));
        Assert.Contains("does not build", _nanoclaw.Error, StringComparison.Ordinal);
        Assert.Contains("error CS", _nanoclaw.Error, StringComparison.Ordinal);
    }

    private void Commit(string program)
    {
        var project = Directory.CreateDirectory(Path.Combine(_nanoclaw.Folder, "src", "NanoClaw.Cli")).FullName;
        File.WriteAllText(
            Path.Combine(project, "NanoClaw.Cli.csproj"),
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
            </Project>
            """
        );
        File.WriteAllText(Path.Combine(project, "Program.cs"), program);
        Git("init", "--quiet");
        Git("add", "--all");
        Git("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "--quiet", "--message", "A revision");
    }

    private void Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _nanoclaw.Folder })!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }
}
