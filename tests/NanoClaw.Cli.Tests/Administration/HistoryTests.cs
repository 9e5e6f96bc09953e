using System.Text.Json;

namespace NanoClaw.Cli.Tests.Administration;

public sealed class HistoryTests : AdministrationFixture
{
    private string Target(string name) => Path.Combine(Nanoclaw.Folder, name);

    [Fact]
    public async Task What_was_said_is_found_with_time_writer_and_a_part_of_its_text()
    {
        await SaidAsync();

        await RunAsync("history", "search", "family", "DENTIST");

        Assert.Equal(
            """
            AT                WRITER  TEXT
            2026-03-01 13:02  Andy    The dentist is at five.
            2026-03-01 13:01  Zoé     When is the Dentist?

            """.ReplaceLineEndings("\n"),
            Nanoclaw.Output.ReplaceLineEndings("\n")
        );
        var found = await RunJsonAsync("history", "search", "family@g.us", "dentist", "five");
        Assert.True(Assert.Single(found.EnumerateArray()).GetProperty("fromAssistant").GetBoolean());
        Assert.Single((await RunJsonAsync("history", "search", "family", "dentist", "--limit", "1")).EnumerateArray());
        Clock.Advance(TimeSpan.FromMinutes(61.5));
        Assert.Single((await RunJsonAsync("history", "search", "family", "dentist", "--since", "1h")).EnumerateArray());
    }

    [Fact]
    public async Task Nothing_found_and_nobody_named_are_told()
    {
        await SaidAsync();

        await RunAsync("history", "search", "family", "nothing-of-it");
        Assert.Equal("No message has all of that.\n", Nanoclaw.Output.ReplaceLineEndings("\n"));
        Assert.Contains("nanoclaw groups list", await FailAsync(9, "history", "search", "nobody", "dentist"), StringComparison.Ordinal);
        await FailAsync(2, "history", "search", "family");
        await FailAsync(2, "history", "search", "family", " ");
        await FailAsync(2, "history", "search", "family", "dentist", "--limit", "0");
    }

    [Fact]
    public async Task A_chat_that_is_no_group_any_more_is_looked_through_by_its_jid()
    {
        await SaidAsync();
        await RunAsync("groups", "remove", "family");

        Assert.Equal(2, (await RunJsonAsync("history", "search", "family@g.us", "dentist")).GetArrayLength());
    }

    [Fact]
    public async Task A_group_is_written_to_a_file_whole_and_one_that_is_there_stays()
    {
        await SaidAsync();

        await RunAsync("groups", "export", "family", "--output", Target("family.md"), "--no-notes");
        Assert.Contains("2 messages, 1 tasks, no notes of family.", Nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("The dentist is at five.", await File.ReadAllTextAsync(Target("family.md"), Token), StringComparison.Ordinal);

        Assert.Contains("--force", await FailAsync(6, "groups", "export", "family", "--output", Target("family.md"), "--no-notes"), StringComparison.Ordinal);
        var written = await RunJsonAsync("groups", "export", "family", "--output", Target("family.json"), "--no-notes");
        Assert.Equal("json", written.GetProperty("format").GetString());
        var group = JsonDocument.Parse(await File.ReadAllTextAsync(Target("family.json"), Token)).RootElement;
        Assert.Equal(2, group.GetProperty("messages").GetArrayLength());
        Assert.Equal("prompt of task-1", group.GetProperty("tasks")[0].GetProperty("prompt").GetString());
        await RunAsync("groups", "export", "family", "--output", Target("family.json"), "--no-notes", "--force", "--format", "markdown");
        Assert.StartsWith("# family", await File.ReadAllTextAsync(Target("family.json"), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_file_it_is_the_output_and_an_agent_that_cannot_be_asked_is_no_reason_to_stop()
    {
        await SaidAsync();

        await RunAsync("groups", "export", "family", "--format", "json");

        var group = JsonDocument.Parse(Nanoclaw.Output).RootElement;
        Assert.Equal(JsonValueKind.Null, group.GetProperty("notes").ValueKind);
        Assert.NotEqual("", group.GetProperty("notesLeftOut").GetString());
        Assert.StartsWith("note: the notes are left out: ", Nanoclaw.Error, StringComparison.Ordinal);
        Assert.Contains("--output", await FailAsync(2, "groups", "export", "family", "--json"), StringComparison.Ordinal);
        await FailAsync(9, "groups", "export", "nobody");
    }

    private Task SaidAsync() =>
        StoreAsync(async store =>
        {
            await store.Groups.PutAsync(Group("family"), Token);
            await store.Tasks.AddAsync(Task1("task-1"), Token);
            await store.Messages.AddAsync(Message("m1", "family@g.us", 60) with { SenderName = "Zoé", Content = "When is the Dentist?" }, Token);
            await store.Messages.AddAsync(
                Message("m2", "family@g.us", 120, isBot: true) with
                {
                    SenderName = "Andy",
                    Content = "The dentist is at five.",
                },
                Token
            );
            await store.Messages.AddAsync(Message("m3", "work@g.us", 120) with { Content = "The dentist again." }, Token);
        });
}
