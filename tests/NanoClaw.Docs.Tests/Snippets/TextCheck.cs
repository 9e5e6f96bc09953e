using System.Text.RegularExpressions;
using NanoClaw.Docs.Tests.Documents;

namespace NanoClaw.Docs.Tests.Snippets;

/// <summary>A picture, or what a program says. Commands do not hide here, where nobody would try them.</summary>
internal sealed partial class TextCheck : ISnippetCheck
{
    public Task<IReadOnlyList<string>> MistakesAsync(Fence fence) =>
        Task.FromResult<IReadOnlyList<string>>([
            .. fence.Lines.Where(line => Command().IsMatch(line)).Select(line => $"'{line.Trim()}' is a command: the block's language is sh"),
        ]);

    [GeneratedRegex(
        @"^\s*\$ |^(\./)?(nanoclaw|dotnet|npm|npx|node|git|pulumi|curl|sudo|cd|docker|eng/build\.sh) +[a-z./-]",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Command();
}
