using NanoClaw.Chatting;
using NanoClaw.Host;
using NanoClaw.Store;

namespace NanoClaw.Cli.Tests.Administration;

public sealed class GroupsTests : AdministrationFixture
{
    [Fact]
    public async Task Without_a_store_a_list_is_empty_says_so_and_makes_none()
    {
        await RunAsync("groups", "list");
        Assert.Contains("There is no store at", Nanoclaw.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunJsonAsync("groups", "list")).GetArrayLength());
        Assert.False(Directory.Exists(Path.GetDirectoryName(StorePath)));
        Assert.Contains("nanoclaw run", await FailAsync(9, "groups", "set", "family", "--main"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.GetDirectoryName(StorePath)));
    }

    [Fact]
    public async Task A_group_is_added_with_its_folder_and_listed()
    {
        await RunAsync("groups", "add", "family@g.us", "--name", "The family (at home)!");

        Assert.StartsWith(
            "Added the-family-at-home (The family (at home)!). Messages that begin with @Andy are answered",
            Nanoclaw.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("no chat family@g.us was ever seen", Nanoclaw.Error, StringComparison.Ordinal);
        Assert.Contains("the assistant is not running", Nanoclaw.Error, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(Nanoclaw.Folder, "groups", "the-family-at-home")));
        await RunAsync("groups", "list");
        Assert.Equal(
            """
            FOLDER              JID          CALL   CHANNEL  LAST  NAME
            the-family-at-home  family@g.us  @Andy  -        -     The family (at home)!

            """,
            Nanoclaw.Output.ReplaceLineEndings("\n")
        );
    }

    [Fact]
    public async Task A_group_s_model_and_effort_are_listed_where_there_are_any_and_stay_when_it_is_changed()
    {
        await RunAsync("groups", "add", "family@g.us", "--name", "Family");
        await RunAsync("groups", "add", "work@g.us", "--name", "Work");
        await StoreAsync(async store =>
            await store.Groups.PutAsync((await store.Groups.FindAsync("family@g.us", Token))! with { Model = "a-model", Effort = "high" }, Token)
        );
        await RunAsync("groups", "set", "family", "--name", "The family");

        var family = (await RunJsonAsync("groups", "list")).EnumerateArray().First();
        Assert.Equal(("a-model", "high"), (family.GetProperty("model").GetString(), family.GetProperty("effort").GetString()));
        await RunAsync("groups", "list");
        Assert.Equal(
            """
            FOLDER  JID          CALL   CHANNEL  LAST  MODEL          NAME
            family  family@g.us  @Andy  -        -     a-model, high  The family
            work    work@g.us    @Andy  -        -     -              Work

            """,
            Nanoclaw.Output.ReplaceLineEndings("\n")
        );
    }

    [Fact]
    public async Task A_known_chat_is_found_with_all_and_gives_its_name()
    {
        await StoreAsync(async store =>
        {
            await store.Chats.UpsertAsync(
                new Chat
                {
                    Jid = "tg:5",
                    Name = "Zoé\e[2J\nB",
                    Channel = "telegram",
                    LastMessageAt = Start.AddDays(-1),
                },
                Token
            );
            await store.Chats.UpsertAsync(new Chat { Jid = "main@g.us", LastMessageAt = Start }, Token);
            await store.Groups.PutAsync(Group("family"), Token);
            await store.Groups.PutAsync(Group("main", isMain: true), Token);
        });

        await RunAsync("groups", "list", "--all");

        Assert.Equal(
            """
            FOLDER       JID          CALL   CHANNEL   LAST        NAME
            main (main)  main@g.us    any    -         13:00       main
            family       family@g.us  @Andy  -         -           family
            -            tg:5         -      telegram  2026-02-28  Zoé?[2J B

            """.Replace('?', '\uFFFD'),
            Nanoclaw.Output.ReplaceLineEndings("\n")
        );
        Assert.Equal(2, (await RunJsonAsync("groups", "list")).GetArrayLength());
        var chat = (await RunJsonAsync("groups", "list", "--all"))[2];
        Assert.Equal("2026-02-28T12:00:00.000Z", chat.GetProperty("lastMessageAt").GetString());
        Assert.False(chat.GetProperty("registered").GetBoolean());
        Assert.Equal("Zoé\e[2J\nB", chat.GetProperty("name").GetString());
        Assert.DoesNotContain('\e', Nanoclaw.Output);

        var added = await RunJsonAsync("groups", "add", "tg:5", "--folder", "zoe", "--no-trigger-required");
        Assert.Equal("zoe", added.GetProperty("folder").GetString());
        Assert.False(added.GetProperty("requiresTrigger").GetBoolean());
        Assert.DoesNotContain("warning", Nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_main_group_has_the_folder_main_where_no_other_is_named()
    {
        Assert.Equal("main", (await RunJsonAsync("groups", "add", "tg:42", "--main", "--name", "Me")).GetProperty("folder").GetString());
        Assert.Equal("tg-43", (await RunJsonAsync("groups", "add", "tg:43")).GetProperty("folder").GetString());
    }

    [Fact]
    public async Task Who_began_in_the_terminal_is_led_to_a_main_group_in_a_channel_and_back_to_the_same_chat()
    {
        RegisteredGroup begun = null!;
        await StoreAsync(async store => begun = await TerminalGroups(store).OpenFirstAsync(Token));
        Assert.Equal(("terminal:main", true), (begun.Jid, begun.IsMain));
        Assert.True(Directory.Exists(Path.Combine(Nanoclaw.Folder, "groups", "main")));

        var refusal = await FailAsync(6, "groups", "add", "tg:1", "--main", "--name", "Me");
        var commands = refusal.ReplaceLineEndings("\n").Split('\n').Where(line => line.StartsWith("  nanoclaw ", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, commands.Count);
        foreach (var command in commands)
        {
            await RunAsync(command.Trim().Split(' ')[1..]);
        }

        var groups = await RunJsonAsync("groups", "list");
        Assert.Equal(
            ("tg:1", "tg-1", true),
            (groups[0].GetProperty("jid").GetString(), groups[0].GetProperty("folder").GetString(), groups[0].GetProperty("isMain").GetBoolean())
        );
        await StoreAsync(async store => Assert.Equal("terminal:main", (await TerminalGroups(store).OpenFirstAsync(Token)).Jid));
    }

    [Theory]
    [InlineData(2, "cannot be a group's folder", "x@g.us", "--folder", "../etc")]
    [InlineData(2, "cannot be a group's folder", "x@g.us", "--folder", "Global")]
    [InlineData(2, "--folder", "x@g.us", "--name", "日本")]
    [InlineData(2, "1 to 256", "x\ny")]
    [InlineData(6, "The folder family is that of family@g.us", "x@g.us", "--folder", "FAMILY")]
    [InlineData(6, "main (main@g.us) is the main group", "x@g.us", "--folder", "x", "--main")]
    [InlineData(6, "nanoclaw groups set family", "family@g.us", "--folder", "x")]
    public async Task What_breaks_a_rule_is_refused_and_leaves_nothing(int code, string said, params string[] args)
    {
        await StoreAsync(async store =>
        {
            await store.Groups.PutAsync(Group("family"), Token);
            await store.Groups.PutAsync(Group("main", isMain: true), Token);
        });

        Assert.Contains(said, await FailAsync(code, ["groups", "add", .. args]), StringComparison.Ordinal);

        Assert.Equal(2, (await RunJsonAsync("groups", "list")).GetArrayLength());
        Assert.False(Directory.Exists(Path.Combine(Nanoclaw.Folder, "groups")));
    }

    [Fact]
    public async Task Earlier_messages_are_passed_over_and_later_ones_are_not()
    {
        await StoreAsync(async store =>
        {
            // The last one is older by its own clock: it counts by arrival.
            await store.Messages.AddAsync([Message("a", "c@g.us", 5), Message("b", "c@g.us", 1)], Token);
        });

        await RunAsync("groups", "add", "c@g.us", "--folder", "c");

        Assert.Contains("passed over (2 messages)", Nanoclaw.Output, StringComparison.Ordinal);
        await using var store = OpenStore();
        Assert.Empty(await store.Messages.ListPendingChatsAsync(Token));
        Assert.Equal(Start.AddSeconds(5), (await store.Cursors.GetAgentAsync("c@g.us", Token)).Timestamp);
        await store.Messages.AddAsync(Message("c", "c@g.us", 2), Token);
        Assert.Equal(["c@g.us"], await store.Messages.ListPendingChatsAsync(Token));
    }

    [Fact]
    public async Task Earlier_messages_are_answered_where_that_is_asked_for()
    {
        await StoreAsync(async store => await store.Messages.AddAsync(Message("a", "c@g.us"), Token));

        await RunAsync("groups", "add", "c@g.us", "--folder", "c", "--answer-waiting");

        Assert.DoesNotContain("passed over", Nanoclaw.Output, StringComparison.Ordinal);
        await using var store = OpenStore();
        Assert.Equal(["c@g.us"], await store.Messages.ListPendingChatsAsync(Token));
    }

    [Fact]
    public async Task A_group_is_changed_by_folder_or_jid_and_keeps_what_is_not_named()
    {
        var before = Group("family") with { ContainerConfig = """{"timeout":5}""" };
        await StoreAsync(async store => await store.Groups.PutAsync(before, Token));

        await RunAsync("groups", "set", "family", "--trigger", "@Ada", "--requires-trigger", "no");
        Assert.Equal("family: trigger @Andy -> @Ada\nfamily: requires-trigger yes -> no\n", Nanoclaw.Output.ReplaceLineEndings("\n"));
        await RunAsync("groups", "set", "family@g.us", "--main");
        await RunAsync("groups", "set", "family", "--main");
        Assert.Equal("family is already so.\n", Nanoclaw.Output.ReplaceLineEndings("\n"));

        await using var store = OpenStore();
        Assert.Equal(before with { Trigger = "@Ada", RequiresTrigger = false, IsMain = true }, await store.Groups.FindAsync("family@g.us", Token));
    }

    [Fact]
    public async Task What_a_group_may_read_is_asked_until_it_is_set()
    {
        await RunAsync("groups", "add", "family@g.us", "--folder", "family");
        await RunAsync("groups", "add", "strangers@g.us", "--folder", "strangers", "--fetch", "off");
        Assert.Equal(["asked", "off"], (await RunJsonAsync("groups", "list")).EnumerateArray().Select(group => group.GetProperty("fetch").GetString()));

        await RunAsync("groups", "set", "family", "--fetch", "open");
        Assert.Equal("family: fetch asked -> open\n", Nanoclaw.Output.ReplaceLineEndings("\n"));
        await RunAsync("groups", "set", "family", "--fetch", "asked");
        Assert.Contains("takes off, asked, links, open, not 'all'", await FailAsync(2, "groups", "set", "family", "--fetch", "all"), StringComparison.Ordinal);
        Assert.Contains("takes off, asked, links, open", await FailAsync(2, "groups", "add", "c@g.us", "--fetch", "all"), StringComparison.Ordinal);
        await using var store = OpenStore();
        Assert.Equal("asked", (await store.Groups.FindAsync("family@g.us", Token))!.Fetch);
    }

    [Fact]
    public async Task There_is_one_main_group_until_it_gives_that_up()
    {
        await StoreAsync(async store =>
        {
            await store.Groups.PutAsync(Group("family"), Token);
            await store.Groups.PutAsync(Group("main", isMain: true), Token);
        });

        Assert.Contains("nanoclaw groups set main --main no", await FailAsync(6, "groups", "set", "family", "--main"), StringComparison.Ordinal);
        await RunAsync("groups", "set", "main", "--main", "no");
        Assert.Contains("no main group now", Nanoclaw.Error, StringComparison.Ordinal);
        Assert.True((await RunJsonAsync("groups", "set", "family", "--main", "yes")).GetProperty("isMain").GetBoolean());
    }

    [Theory]
    [InlineData(2, "Name what to change", "family")]
    [InlineData(2, "takes yes or no, not 'maybe'", "family", "--main", "maybe")]
    [InlineData(2, "--trigger must not be empty", "family", "--trigger", " ")]
    [InlineData(9, "Registered: family", "friends", "--main")]
    public async Task A_change_that_means_nothing_is_refused(int code, string said, params string[] args)
    {
        await StoreAsync(async store => await store.Groups.PutAsync(Group("family"), Token));
        Assert.Contains(said, await FailAsync(code, ["groups", "set", .. args]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_that_is_removed_leaves_its_messages_and_its_folder_and_its_tasks_are_paused()
    {
        await RunAsync("groups", "add", "family@g.us", "--folder", "family", "--main");
        await StoreAsync(async store =>
        {
            await store.Messages.AddAsync(Message("a", "family@g.us"), Token);
            await store.Tasks.AddAsync(Task1("task-one"), Token);
            await store.Tasks.AddAsync(Task1("task-done") with { Status = ScheduledTaskStatus.Completed }, Token);
            await store.Tasks.AddAsync(Task1("task-other", "other"), Token);
        });

        await RunAsync("groups", "remove", "family");

        Assert.Contains("Its messages stay", Nanoclaw.Output, StringComparison.Ordinal);
        Assert.Contains("paused: task-one.", Nanoclaw.Error, StringComparison.Ordinal);
        Assert.Contains("it was the main group", Nanoclaw.Error, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(Nanoclaw.Folder, "groups", "family")));
        await using (var store = OpenStore())
        {
            Assert.Empty(await store.Groups.ListAsync(Token));
            Assert.Single(await store.Messages.ReadHistoryAsync("family@g.us", 5, Token));
            Assert.Equal(ScheduledTaskStatus.Paused, (await store.Tasks.FindAsync("task-one", Token))!.Status);
            Assert.Equal(ScheduledTaskStatus.Completed, (await store.Tasks.FindAsync("task-done", Token))!.Status);
            Assert.Equal(ScheduledTaskStatus.Active, (await store.Tasks.FindAsync("task-other", Token))!.Status);
        }

        Assert.Contains("none is registered yet", await FailAsync(9, "groups", "remove", "family"), StringComparison.Ordinal);
    }

    private ChatGroups TerminalGroups(IStore store) => new(store, new HostOptions { GroupsFolder = Path.Combine(Nanoclaw.Folder, "groups") }, Clock);
}
