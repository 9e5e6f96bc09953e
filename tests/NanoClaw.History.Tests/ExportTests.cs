using System.Text.Json;
using NanoClaw.History.Exporting;
using NanoClaw.Store;

namespace NanoClaw.History.Tests;

public sealed class ExportTests : HistoryFixture
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private static ScheduledTask Task1 =>
        new()
        {
            Id = "task-k3f9",
            GroupFolder = "family",
            ChatJid = Chat,
            Prompt = "Water the plants",
            ScheduleType = ScheduleType.Cron,
            ScheduleValue = "0 9 * * *",
            NextRun = Start.AddDays(1),
            CreatedAt = Start,
        };

    private static ExportedNote Note => new("the dog", "Rex", Start, ["web"]);

    [Fact]
    public async Task A_group_is_a_document_for_people()
    {
        await Store.Messages.AddAsync(
            [
                Message(1, "When is the *dentist*?"),
                Message(2, "At five.") with
                {
                    Sender = "Andy",
                    SenderName = "Andy",
                    IsBotMessage = true,
                    ReplyToContent = "When is the *dentist*?",
                    ReplyToSenderName = "Zoé",
                },
            ],
            Token
        );

        Assert.Equal(
            """
            # Family

            - Group: family
            - Chat: family\@g\.us (whatsapp)
            - Exported: 2026-03-01 13:00; all times are of Europe/Paris

            ## Messages

            ### 2026-03-01 13:01 Zoé

            ```
            When is the *dentist*?
            ```

            ### 2026-03-01 13:02 Andy (the assistant)

            In answer to Zoé:

            ```
            When is the *dentist*?
            ```

            ```
            At five.
            ```

            2 messages.

            ## Tasks

            ### task\-k3f9

            - cron 0 9 \* \* \*, active, next 2026-03-02 13:00

            ```
            Water the plants
            ```

            ## Notes

            ### the dog

            - 2026-03-01 13:00, with words of web before the model

            ```
            Rex
            ```


            """.ReplaceLineEndings("\n"),
            await MarkdownAsync(Contents())
        );
    }

    public static TheoryData<string> Hostile =>
        [
            "```\n# Not a heading\n```",
            "``````````",
            "~~~\n</details>",
            "a\r# b",
            "a\u2028# b\u0085# c\v# d",
            "\u001B[2J\u0007\0",
            "\u202Eabc\u2066",
            "<script>alert(1)</script>",
            "    indented",
            "- [x] done\n1. one\n> quoted\n| a | b |\n---",
            "[a](javascript:alert(1)) ![b](http://evil.example/x.png) https://evil.example",
            "\n\n\n",
            "",
            "\\",
            "`",
            "===",
            "\uFEFF",
            "&lt;&#35;",
        ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Nothing_that_anybody_wrote_closes_the_frame_of_the_document(string hostile)
    {
        await Store.Messages.AddAsync(Message(1, hostile) with { SenderName = hostile, ReplyToContent = hostile, ReplyToSenderName = hostile }, Token);
        var contents = Contents() with
        {
            Group = Group(hostile),
            Channel = hostile,
            Tasks = [Task1 with { Id = hostile, Prompt = hostile, ScheduleValue = hostile }],
            Notes = [new ExportedNote(hostile, hostile, Start, [hostile])],
        };

        var document = await MarkdownAsync(contents);

        // Read as CommonMark reads it: what is outside of fences is the frame, and only the frame's own lines are there.
        var (frame, blocks) = Read(document);
        Assert.Equal(4, blocks.Count);
        Assert.Equal(3, frame.Count(line => line.StartsWith("### ", StringComparison.Ordinal)));
        Assert.Equal(["## Messages", "## Tasks", "## Notes"], frame.Where(line => line.StartsWith("## ", StringComparison.Ordinal)));
        Assert.All(frame, line => Assert.Matches(@"^(|#{1,3} .*|- .*|In answer to .*:|1 message\.)$", line));
        foreach (var line in frame)
        {
            Assert.DoesNotMatch(@"(?<!\\)(\\\\)*[<`\[\]*_|]", line);
            Assert.DoesNotContain(line, character => char.IsControl(character) || character is '\u202E' or '\u2066');
        }

        Assert.All(
            blocks,
            block =>
                Assert.DoesNotContain(block, character => (char.IsControl(character) && character is not ('\n' or '\t')) || character is '\u202E' or '\u2066')
        );
    }

    [Fact]
    public async Task A_group_is_an_object_for_programs_that_holds_every_text_as_it_is()
    {
        var texts = Hostile.Select(row => row.Data).Where(text => text.Length > 0).ToList();
        await Store.Messages.AddAsync([.. texts.Index().Select(text => Message(text.Index + 1, text.Item) with { SenderName = text.Item })], Token);

        var group = JsonDocument.Parse(await JsonAsync(Contents())).RootElement;

        Assert.Equal("family", group.GetProperty("group").GetProperty("folder").GetString());
        Assert.Equal("2026-03-01T12:00:00.000Z", group.GetProperty("exportedAt").GetString());
        Assert.Equal(texts, group.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("text").GetString()));
        Assert.Equal(texts, group.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("senderName").GetString()));
        Assert.Equal("0 9 * * *", group.GetProperty("tasks")[0].GetProperty("scheduleValue").GetString());
        Assert.Equal("web", group.GetProperty("notes")[0].GetProperty("strangers")[0].GetString());
    }

    [Fact]
    public async Task Notes_that_cannot_be_had_are_told_of()
    {
        var contents = Contents() with { Notes = null, NotesLeftOut = "The agent is *away*." };

        Assert.Contains("Left out: The agent is \\*away\\*\\.", await MarkdownAsync(contents), StringComparison.Ordinal);
        var json = JsonDocument.Parse(await JsonAsync(contents)).RootElement;
        Assert.Equal(JsonValueKind.Null, json.GetProperty("notes").ValueKind);
        Assert.Equal("The agent is *away*.", json.GetProperty("notesLeftOut").GetString());
    }

    [Theory]
    [InlineData("markdown")]
    [InlineData("json")]
    public async Task A_long_history_takes_no_more_memory_than_a_short_one(string format)
    {
        const int Many = 20_000;
        var text = new string('x', 1000);
        for (var first = 1; first <= Many; first += 2000)
        {
            await Store.Messages.AddAsync([.. Enumerable.Range(first, 2000).Select(number => Message(number, text))], Token);
        }

        await using var output = new MeasuredWriter();
        var count = format is "json"
            ? await new JsonExport(output).WriteAsync(Contents(), Store.Messages, Token)
            : await new MarkdownExport(output, Paris).WriteAsync(Contents(), Store.Messages, Token);

        Assert.Equal(Many, count);
        Assert.True(output.Written > Many * 1000L);
        // All of it would be 40 MB.
        Assert.InRange(output.MostKept, 0, 8_000_000);
    }

    [Fact]
    public async Task A_file_is_whole_and_its_owners_alone()
    {
        var path = Path.Combine(Folder, "family.md");

        await WholeFile.WriteAsync(path, replaces: false, output => output.WriteAsync("all"), Token);

        Assert.Equal("all", await File.ReadAllTextAsync(path, Token));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) is (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        await Assert.ThrowsAsync<IOException>(() => WholeFile.WriteAsync(path, replaces: false, output => output.WriteAsync("other"), Token));
        Assert.Equal("all", await File.ReadAllTextAsync(path, Token));
        await WholeFile.WriteAsync(path, replaces: true, output => output.WriteAsync("other"), Token);
        Assert.Equal("other", await File.ReadAllTextAsync(path, Token));
        Assert.Single(Directory.GetFiles(Folder, "family*"));
    }

    [Fact]
    public async Task What_fails_half_way_leaves_what_was_there_and_nothing_else()
    {
        var path = Path.Combine(Folder, "family.md");
        await WholeFile.WriteAsync(path, replaces: false, output => output.WriteAsync("before"), Token);

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            WholeFile.WriteAsync(
                path,
                replaces: true,
                async output =>
                {
                    await output.WriteAsync(new string('x', 100_000));
                    throw new InvalidOperationException("the store is gone");
                },
                Token
            )
        );

        Assert.Equal("before", await File.ReadAllTextAsync(path, Token));
        Assert.Single(Directory.GetFiles(Folder, "family*"));
        await Assert.ThrowsAsync<IOException>(() => WholeFile.WriteAsync(Folder, replaces: true, output => output.WriteAsync("x"), Token));
    }

    private static GroupContents Contents() =>
        new()
        {
            Group = Group(),
            Channel = "whatsapp",
            ExportedAt = Start,
            Tasks = [Task1],
            Notes = [Note],
        };

    private async Task<string> MarkdownAsync(GroupContents contents)
    {
        await using var output = new StringWriter();
        await new MarkdownExport(output, Paris).WriteAsync(contents, Store.Messages, Token);
        return output.ToString();
    }

    private async Task<string> JsonAsync(GroupContents contents)
    {
        await using var output = new StringWriter();
        await new JsonExport(output).WriteAsync(contents, Store.Messages, Token);
        return output.ToString();
    }

    /// <summary>The lines outside of fences, and what is in them: a fence is closed by one at least as long.</summary>
    private static (List<string> Frame, List<string> Blocks) Read(string document)
    {
        var (frame, blocks) = (new List<string>(), new List<string>());
        string? fence = null;
        var block = new List<string>();
        foreach (var line in document.ReplaceLineEndings("\n").Split('\n'))
        {
            if (fence is null && line.StartsWith("```", StringComparison.Ordinal))
            {
                fence = line;
                block.Clear();
            }
            else if (
                fence is not null
                && line.TrimEnd().Length >= fence.Length
                && line.Trim().All(character => character is '`')
                && line.Length - line.TrimStart().Length <= 3
            )
            {
                blocks.Add(string.Join('\n', block));
                fence = null;
            }
            else if (fence is not null)
            {
                block.Add(line);
            }
            else
            {
                frame.Add(line);
            }
        }

        Assert.Null(fence);
        return (frame, blocks);
    }

    /// <summary>Forgets what is written, and looks now and then at what is kept.</summary>
    private sealed class MeasuredWriter : StringWriter
    {
        private const long Interval = 4_000_000;
        private readonly long _start = GC.GetTotalMemory(forceFullCollection: true);

        public long Written { get; private set; }

        public long MostKept { get; private set; }

        public override Task WriteAsync(char value)
        {
            Count(1);
            return Task.CompletedTask;
        }

        public override Task WriteAsync(string? value)
        {
            Count(value?.Length ?? 0);
            return Task.CompletedTask;
        }

        private void Count(int length)
        {
            var before = Written / Interval;
            Written += length;
            if (Written / Interval > before)
            {
                MostKept = Math.Max(MostKept, GC.GetTotalMemory(forceFullCollection: true) - _start);
            }
        }
    }
}
