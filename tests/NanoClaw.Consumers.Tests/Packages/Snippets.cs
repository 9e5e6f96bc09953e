using System.Text.RegularExpressions;

namespace NanoClaw.Consumers.Tests;

/// <summary>The C# of a package's README: a first snippet that is a whole program, and others that go on from it.</summary>
internal static partial class Snippets
{
    public static IReadOnlyList<string> Of(string project) =>
        [
            .. Block()
                .Matches(File.ReadAllText(Path.Combine(Repository.Root, "src", project, "README.md")).ReplaceLineEndings("\n"))
                .Select(block => block.Groups["code"].Value),
        ];

    [GeneratedRegex("^```csharp[^\n]*\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();
}
