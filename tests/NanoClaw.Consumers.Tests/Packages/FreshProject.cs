namespace NanoClaw.Consumers.Tests;

/// <summary>A new project of somebody who has the packages from a feed that is a folder, and nothing of this repository.</summary>
internal sealed class FreshProject : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _feed;

    private FreshProject(string feed)
    {
        _feed = feed;
        _folder.Write(
            "NuGet.config",
            $"""
            <configuration>
              <packageSources>
                <add key="packed-here" value="{feed}" />
              </packageSources>
              <config>
                <add key="globalPackagesFolder" value="packages" />
              </config>
              <fallbackPackageFolders>
                <add key="this-machines" value="{PackagesOfThisMachine()}" />
              </fallbackPackageFolders>
            </configuration>
            """
        );
    }

    /// <summary>Whether native code can be made here. On Linux a linker is no part of .NET; elsewhere .NET says what it lacks.</summary>
    public static bool HasLinker => !OperatingSystem.IsLinux() || File.Exists("/usr/bin/clang") || File.Exists("/usr/bin/gcc");

    public string Folder => _folder.Path;

    /// <summary>Packs the projects as they were built, and makes the project that asks for them.</summary>
    public static async Task<FreshProject> CreateAsync(string version, params string[] packages)
    {
        var feed = Directory.CreateTempSubdirectory("nanoclaw-feed-").FullName;
        var project = new FreshProject(feed);
        foreach (var package in packages)
        {
            await RunningProgram.RunAsync(
                Repository.Root,
                [],
                "dotnet",
                "pack",
                Path.Combine("src", package),
                "--no-build",
                "--nologo",
                "--configuration",
                Repository.Configuration,
                "--output",
                feed,
                $"-p:PackageVersion={version}"
            );
        }

        project._folder.Write(
            "Fresh.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
                <PublishAot>true</PublishAot>
                <InvariantGlobalization>true</InvariantGlobalization>
                <CppCompilerAndLinker Condition="!Exists('/usr/bin/clang')">gcc</CppCompilerAndLinker>
              </PropertyGroup>
              <ItemGroup>
                {string.Join("\n    ", packages.Select(package => $"<PackageReference Include=\"{package}\" Version=\"{version}\" />"))}
                <PackageReference Include="Microsoft.Extensions.Hosting" Version="{Repository.MicrosoftExtensionsVersion}" />
              </ItemGroup>
            </Project>
            """
        );
        return project;
    }

    public string[] Packed => [.. Directory.EnumerateFiles(_feed)];

    public void Write(string file, string text) => _folder.Write(file, text);

    public Task<string> DotnetAsync(params string[] args) => RunningProgram.RunAsync(Folder, [], "dotnet", args);

    public void Dispose()
    {
        _folder.Dispose();
        Directory.Delete(_feed, recursive: true);
    }

    private static string PackagesOfThisMachine() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
