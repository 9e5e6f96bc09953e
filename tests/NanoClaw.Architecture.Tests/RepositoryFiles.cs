using System.Reflection;

namespace NanoClaw.Architecture.Tests;

/// <summary>The sources as they lie in the folders.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] NotSources = ["obj", "bin", "node_modules", "artifacts"];

    public static string Root { get; } =
        typeof(RepositoryFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The files below a folder, as paths from the root.</summary>
    public static IReadOnlyList<string> Find(string folder, string ending) =>
        [.. Walk(Path.Combine(Root, folder), ending).Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Walk(string folder, string ending) =>
        Directory
            .EnumerateFiles(folder, "*" + ending)
            .Concat(
                Directory
                    .EnumerateDirectories(folder)
                    .Where(child => !NotSources.Contains(Path.GetFileName(child), StringComparer.Ordinal))
                    .SelectMany(child => Walk(child, ending))
            );
}
