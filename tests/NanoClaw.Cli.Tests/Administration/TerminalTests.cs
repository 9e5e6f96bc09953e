using NanoClaw.Store;

namespace NanoClaw.Cli.Tests.Administration;

/// <summary>What a person sees on a terminal of 80 columns.</summary>
public sealed class TerminalTests() : AdministrationFixture(columns: 80)
{
    [Fact]
    public async Task A_table_keeps_to_the_width_and_leaves_whole_what_is_copied_from_it()
    {
        Nanoclaw.Environment["NO_COLOR"] = "1";
        await StoreAsync(async store =>
        {
            await store.Groups.PutAsync(
                Group("a-folder", jid: "120363041234567890@g.us") with
                {
                    Name = "A name that needs more than one line of the table",
                },
                Token
            );
            await store.Chats.UpsertAsync(new Chat { Jid = "x@g.us", Name = "[b]x[/]" }, Token);
        });

        await RunAsync("groups", "list", "--all");

        var lines = Nanoclaw.Output.ReplaceLineEndings("\n").Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains(lines, line => line.StartsWith("a-folder  120363041234567890@g.us  ", StringComparison.Ordinal));
        Assert.Contains("[b]x", Nanoclaw.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("│", Nanoclaw.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the-whole-family-and-all-its-friends", "Family")]
    [InlineData("a-folder", "https://example.com/a/name/that/is/one/word/and/longer/than/what/a/terminal/has/left/for/it")]
    [InlineData("familie", "👩‍👩‍👧 家族のグループチャットの名前")]
    public async Task What_does_not_fit_into_the_width_is_longer_and_never_missing(string folder, string name)
    {
        Nanoclaw.Environment["NO_COLOR"] = "1";
        await StoreAsync(async store => await store.Groups.PutAsync(Group(folder, jid: "120363041234567890@g.us", isMain: true) with { Name = name }, Token));

        await RunAsync("groups", "list");

        Assert.Contains($"{folder} (main)  120363041234567890@g.us  ", Nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains(name[..6], Nanoclaw.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("…", Nanoclaw.Output, StringComparison.Ordinal);

        await RunAsync("status");

        Assert.Contains($"{folder} (main)  0 ", Nanoclaw.Output, StringComparison.Ordinal);
    }
}
