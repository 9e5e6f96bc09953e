using System.Text.RegularExpressions;

namespace NanoClaw.Architecture.Tests;

/// <summary>
/// Which folders of a project lean on which: a file leans on a type that its own namespace, one around it or a using
/// makes visible. A file beside the folders is a room of its own, by its name.
/// </summary>
internal sealed partial class FolderMap
{
    private readonly List<Leaning> _leanings = [];

    private FolderMap(IReadOnlySet<string> folders) => Folders = folders;

    public IReadOnlySet<string> Folders { get; }

    public IReadOnlyList<Leaning> Leanings => _leanings;

    public static FolderMap Read(string project)
    {
        var files = RepositoryFiles.Find(project, ".cs").Select(path => Source.Read(project, path)).Where(source => source.Namespace.Length > 0).ToList();
        var map = new FolderMap(files.Where(file => file.IsInFolder).Select(file => file.Room).ToHashSet(StringComparer.Ordinal));
        var types = files
            .SelectMany(file => file.Types.Select(type => (type, file)))
            .ToLookup(entry => entry.type, entry => entry.file, StringComparer.Ordinal);
        foreach (var file in files)
        {
            foreach (var word in file.Words)
            {
                map._leanings.AddRange(
                    types[word]
                        .Where(other => other.Room != file.Room && file.Sees(other.Namespace))
                        .Select(other => new Leaning(file.Room, other.Room, $"{file.Name}: {word}"))
                );
            }
        }

        return map;
    }

    /// <summary>Files beside the folders that lean on none of them: the project's own words.</summary>
    public IReadOnlySet<string> Ground =>
        _leanings
            .SelectMany(leaning => new[] { leaning.From, leaning.To })
            .Where(room => !Folders.Contains(room) && !_leanings.Any(leaning => leaning.From == room && Folders.Contains(leaning.To)))
            .ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(
        @"^(public|internal|file)?\s*((static|sealed|abstract|readonly|partial|ref) )*(class|record struct|record|interface|enum|struct|delegate [\w<>?]+) (?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        10_000
    )]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^using (static )?(?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Using();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"//[^\n]*|^(using|namespace) [^\n]*;$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex NoCode();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*", RegexOptions.None, 10_000)]
    private static partial Regex Word();

    private sealed record Source(string Name, string Room, bool IsInFolder, string Namespace)
    {
        public IReadOnlySet<string> Types { get; private init; } = new HashSet<string>();

        public IReadOnlySet<string> Words { get; private init; } = new HashSet<string>();

        private HashSet<string> Usings { get; init; } = [];

        public static Source Read(string project, string path)
        {
            var text = RepositoryFiles.Read(path);
            var steps = path[(project.Length + 1)..].Split('/');
            var name = Path.GetFileName(path);
            return new Source(
                name,
                steps.Length > 1 ? steps[0] : Path.GetFileNameWithoutExtension(name),
                steps.Length > 1,
                NamespaceLine().Match(text).Groups["name"].Value
            )
            {
                Types = Declaration().Matches(text).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal),
                Usings = Using().Matches(text).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal),
                Words = Word().Matches(NoCode().Replace(text, "")).Select(match => match.Value).ToHashSet(StringComparer.Ordinal),
            };
        }

        public bool Sees(string @namespace) =>
            Namespace == @namespace || Namespace.StartsWith(@namespace + ".", StringComparison.Ordinal) || Usings.Contains(@namespace);
    }
}
