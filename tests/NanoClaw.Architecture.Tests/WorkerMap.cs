using System.Text.RegularExpressions;

namespace NanoClaw.Architecture.Tests;

/// <summary>Which folders of the Worker import which. Tests import what they test, and are left out.</summary>
internal static partial class WorkerMap
{
    private const string Folder = "src/moltworker/src";

    public static IReadOnlyList<Leaning> Read() =>
        [
            .. RepositoryFiles
                .Find(Folder, ".ts")
                .Where(path =>
                    !path.EndsWith(".test.ts", StringComparison.Ordinal)
                    && !path.EndsWith(".d.ts", StringComparison.Ordinal)
                    && !path.Contains("/testing/", StringComparison.Ordinal)
                )
                .SelectMany(path =>
                    Import()
                        .Matches(RepositoryFiles.Read(path))
                        .Select(match => new Leaning(
                            RoomOf(path),
                            RoomOf(Resolve(path, match.Groups["path"].Value)),
                            $"{path[(Folder.Length + 1)..]}: {match.Groups["path"].Value}"
                        ))
                )
                .Where(leaning => leaning.From != leaning.To),
        ];

    private static string RoomOf(string path) =>
        path[(Folder.Length + 1)..].Split('/') is [var folder, _, ..] ? folder : Path.GetFileNameWithoutExtension(path);

    private static string Resolve(string from, string path) =>
        Path.GetRelativePath(RepositoryFiles.Root, Path.GetFullPath(Path.Combine(RepositoryFiles.Root, Path.GetDirectoryName(from)!, path))).Replace('\\', '/');

    [GeneratedRegex("""(from|import)\s*\(?\s*"(?<path>\.[^"]+)" """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, 10_000)]
    private static partial Regex Import();
}
