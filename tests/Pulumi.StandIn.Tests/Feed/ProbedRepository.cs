using System.Diagnostics;
using System.IO.Compression;

namespace Pulumi.StandIn.Tests.Feed;

/// <summary>A small repository with this one's probe in it, on a feed of folders.</summary>
internal sealed class ProbedRepository : IDisposable
{
    /// <summary>Nothing listens there.</summary>
    public const string DeadSource = "https://127.0.0.1:9/v3/index.json";

    // What a build around this test, or a person, may have set for itself.
    private static readonly string[] Foreign =
    [
        "PulumiSdk",
        "RestoreConfigFile",
        "RestoreSources",
        "WarningsNotAsErrors",
        "MSBuildSDKsPath",
        "MSBUILD_EXE_PATH",
        "MSBuildExtensionsPath",
    ];

    private readonly string _root = Directory.CreateTempSubdirectory("feed-probe-").FullName;

    public ProbedRepository()
    {
        var source = SourceRoot();
        foreach (
            var file in new[]
            {
                "eng/Pulumi.props",
                "eng/FeedAnswer.props",
                "eng/FeedProbe.targets",
                "eng/FeedProbe/FeedProbe.csproj",
                "Directory.Packages.props",
            }
        )
        {
            Write(file, File.ReadAllText(Path.Combine(source, file)));
        }

        Write("Directory.Build.targets", """<Project><Import Project="eng/FeedProbe.targets" /></Project>""");
        Write("eng/Pulumi.StandIn/Pulumi.StandIn.csproj", Library(""));
        Write("eng/Pulumi.StandIn.Providers/Pulumi.StandIn.Providers.csproj", Library(""));
        Write("app/app.csproj", Library("""<Import Project="../eng/Pulumi.props" />"""));
        Write("NuGet.config", """<configuration><packageSources><clear /><add key="first" value="first" /></packageSources></configuration>""");
        Directory.CreateDirectory(FirstFeed);
        Directory.CreateDirectory(SecondFeed);
    }

    /// <summary>The configured source, empty at first.</summary>
    public string FirstFeed => Path.Combine(_root, "first");

    /// <summary>A source that nobody configured.</summary>
    public string SecondFeed => Path.Combine(_root, "second");

    public bool HasAnswer => File.Exists(Answer);

    private string Packages => Path.Combine(_root, "packages");

    private string Answer => Path.Combine(_root, "artifacts", "pulumi-sdk.txt");

    /// <summary>Puts empty packages of the pinned names into a feed.</summary>
    public static void PublishPulumi(string feed, string cloudflare = "6.17.0")
    {
        Publish(feed, "Pulumi", "3.112.1");
        Publish(feed, "Pulumi.Cloudflare", cloudflare);
        Publish(feed, "Pulumi.Command", "1.2.1");
        Publish(feed, "Pulumi.Random", "4.19.1");
    }

    /// <summary>Takes every package out of a feed.</summary>
    public static void Withdraw(string feed)
    {
        foreach (var package in Directory.GetFiles(feed))
        {
            File.Delete(package);
        }
    }

    public void ForgetAnswer() => File.Delete(Answer);

    /// <summary>Deletes what NuGet keeps on this machine.</summary>
    public void ClearPackages() => Directory.Delete(Packages, recursive: true);

    public async Task<RestoreResult> RestoreAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["restore", "app/app.csproj", .. arguments])
        {
            WorkingDirectory = _root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in Foreign)
        {
            start.Environment.Remove(name);
        }

        start.Environment["NUGET_PACKAGES"] = Packages;
        start.Environment["NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var assets = Path.Combine(_root, "app", "obj", "project.assets.json");
        return new RestoreResult(
            process.ExitCode,
            await output + await errors,
            File.Exists(assets) ? await File.ReadAllTextAsync(assets, TestContext.Current.CancellationToken) : ""
        );
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string Library(string imports) =>
        $"""
            <Project Sdk="Microsoft.NET.Sdk">
              {imports}
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup>
              <ItemGroup><GlobalPackageReference Remove="@(GlobalPackageReference)" /></ItemGroup>
            </Project>
            """;

    private static string SourceRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NanoClaw.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("NanoClaw.sln isn't above the tests.");
    }

    private static void Publish(string feed, string id, string version)
    {
        using var package = ZipFile.Open(Path.Combine(feed, $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        using var writer = new StreamWriter(package.CreateEntry($"{id}.nuspec").Open());
        writer.Write(
            $"""
            <package><metadata><id>{id}</id><version>{version}</version><authors>test</authors><description>empty</description></metadata></package>
            """
        );
    }

    private void Write(string file, string content)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
