using System.Text.RegularExpressions;

namespace NanoClaw.Consumers.Tests;

/// <summary>The C# of a package's README: a first snippet that is a whole program, and others that go on from it.</summary>
internal static partial class Snippets
{
    public static IReadOnlyList<string> Of(string project) =>
        [.. Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, "src", project, "README.md")).ReplaceLineEndings("\n")).Select(block => block.Groups[1].Value)];

    [GeneratedRegex("^```csharp[^\n]*\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Block();
}
