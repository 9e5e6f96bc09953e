using NanoClaw.Cli.Tests;
using NanoClaw.Docs.Tests.Documents;
using NanoClaw.Docs.Tests.Snippets;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Docs.Tests;

/// <summary>What a document has a person type at home, typed: block after block, in a home with a main group and another chat.</summary>
public sealed class HomeTests
{
    public static TheoryData<string> Documents => [.. Document.All.Where(document => document.Fences.Any(IsOfAHome)).Select(document => document.Path)];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task What_is_typed_at_home_succeeds(string path)
    {
        // Noon of the day that the documents speak of.
        var clock = new SettableClock(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        using var nanoclaw = new CommandLine { Time = clock };
        nanoclaw.Environment["HEALTH_PORT"] = "none";
        nanoclaw.Environment["TZ"] = "UTC";
        await TypeAsync(nanoclaw, "groups", "add", "terminal:main", "--name", "Main", "--folder", "main", "--main");
        await TypeAsync(nanoclaw, "groups", "add", "tg:-100456", "--name", "Family", "--folder", "family");

        foreach (var fence in Document.Load(path).Fences.Where(IsOfAHome))
        {
            foreach (var words in ShellWords.Commands(fence.Text))
            {
                clock.Advance(TimeSpan.FromMinutes(1));
                await TypeAsync(nanoclaw, [.. words.Skip(1).Select(Meant)]);
            }
        }
    }

    private static bool IsOfAHome(Fence fence) => fence is { Language: "sh", Mark: "home" };

    // What a reader puts in the place of a word in capitals.
    private static string Meant(string word) =>
        word switch
        {
            "JID" => "tg:-100123",
            "FOLDER" or "GROUP" => "family",
            _ => word,
        };

    private static async Task TypeAsync(CommandLine nanoclaw, params string[] words) =>
        Assert.True(await nanoclaw.RunAsync(words) == 0, $"nanoclaw {string.Join(' ', words)}\n{nanoclaw.Output}\n{nanoclaw.Error}");
}
