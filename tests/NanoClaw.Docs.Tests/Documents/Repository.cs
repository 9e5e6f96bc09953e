namespace NanoClaw.Docs.Tests.Documents;

/// <summary>The working copy that the tests were built from.</summary>
internal static class Repository
{
    // What is built or installed is nobody's document, and a tree from an archive has no git to ask.
    private static readonly string[] Made = [".git", ".nanoclaw", "artifacts", "bin", "dist", "node_modules", "obj", "TestResults"];

    public static string Root { get; } = FindRoot();

    public static string PathTo(string relative) => Path.Combine(Root, relative);

    public static string Read(string relative) => File.ReadAllText(PathTo(relative)).ReplaceLineEndings("\n");

    /// <summary>The sources below a folder whose names end so, by their paths from the root, with slashes.</summary>
    public static IReadOnlyList<string> Files(string folder, string ending) =>
        [
            .. Below(PathTo(folder))
                .Where(file => file.EndsWith(ending, StringComparison.Ordinal))
                .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];

    private static IEnumerable<string> Below(string folder) =>
        Directory
            .EnumerateFiles(folder)
            .Concat(Directory.EnumerateDirectories(folder).Where(child => !Made.Contains(Path.GetFileName(child))).SelectMany(Below));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NanoClaw.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("NanoClaw.sln is in no folder above the tests.");
    }
}
