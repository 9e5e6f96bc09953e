using System.Globalization;
using System.Text;
using CsCheck;
using Microsoft.Data.Sqlite;
using NanoClaw.Agents;
using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Host.Tests;

/// <summary>
/// Whatever a store holds, imports of any shape and hostile neighbours included, a message to a group gets its answer,
/// and the Worker, with its real rules, has nothing to pass over. The rows are written by hand, past every check.
/// </summary>
public sealed class AnyStorePropertyTests
{
    private static readonly string[] Letters =
    [
        "a",
        "\"",
        "<",
        "&",
        "\\",
        "\u0001",
        "\u007f",
        "\u0085",
        "\n",
        "я",
        "字",
        "🙂",
        "\uD83D",
        "\uFEFF",
        "\u202E",
        "</groups>",
        "</notice>",
        "<internal>",
    ];

    private static readonly string[] Folders =
    [
        "family",
        "main",
        "quiet",
        "global",
        "Global",
        "../../etc",
        "../up",
        "",
        " ",
        "a/b",
        "-x",
        "Family",
        "fam\nily",
        "é",
        new string('f', 65),
        "ok-1",
    ];

    private static readonly string[] Words =
    [
        "active",
        "paused",
        "completed",
        "running",
        "",
        "cron",
        "interval",
        "once",
        "@every_second",
        "0 9 * * *",
        "H 9 * * *",
        "60000",
        "2026-13-45",
        "2026-07-01T00:00:00Z",
    ];

    private const string TaskColumns = "id, group_folder, chat_jid, prompt, schedule_type, schedule_value, next_run, status, created_at";

    /// <summary>As another version may have written them down, or a hand.</summary>
    private static readonly string[] Outages =
    [
        "{}",
        "[]",
        "null",
        """{"whole":{}}""",
        """{"whole":null,"chats":null}""",
        """{"chats":{"main@fake":null}}""",
        """{"whole":{"id":"o","cause":"ACauseOfALaterVersion","code":"x","since":"2026-07-01T10:00:00+00:00","told":[]},"chats":{}}""",
        """{"whole":{"id":"o","cause":"Credentials","code":"x","since":"2026-07-01T10:00:00+00:00"},"chats":{}}""",
        """
            {"whole":{"id":"o","cause":"Credentials","code":"x","since":"2026-07-01T10:00:00+00:00","told":["main@fake"],"toldCause":"Busy"},
            "chats":{"family@fake":{"id":"p","cause":"Busy","code":"x","since":"2026-07-01T10:00:00+00:00","told":[]}}}
            """,
    ];

    private static readonly Gen<string> Text = Gen.Select(
        Gen.Int[0, Letters.Length - 1].Array[1, 4],
        Gen.Frequency((6, Gen.Int[0, 3]), (3, Gen.Int[10, 400]), (2, Gen.Int[3_000, 20_000]), (1, Gen.Int[60_000, 120_000])),
        (letters, times) => string.Concat(Enumerable.Repeat(string.Concat(letters.Select(letter => Letters[letter])), times))
    );

    private static readonly Gen<string> Folder = Gen.Int[0, Folders.Length - 1].Select(folder => Folders[folder]);

    private static readonly Gen<string> Word = Gen.Int[0, Words.Length - 1].Select(word => Words[word]);

    private static readonly Gen<Row> Rows = Gen.Frequency(
        (
            6,
            Gen.Select(Text, Folder, Text, Word, Word, Word)
                .Select(
                    (id, folder, prompt, type, value, status) =>
                        new Row(
                            $"INSERT OR IGNORE INTO scheduled_tasks ({TaskColumns}) VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $6)",
                            [id, folder, "family@fake", prompt, type, value, value, status]
                        )
                )
        ),
        (
            2,
            Gen.Select(Folder, Text, Gen.Int[20, 300])
                .Select(
                    (folder, prompt, times) =>
                        new Row(
                            $"""
                            INSERT OR IGNORE INTO scheduled_tasks ({TaskColumns})
                            VALUES ($0 || '-' || $4, $1, $2, $3, 'cron', '0 9 * * *', NULL, 'active', '2026-01-01')
                            """,
                            ["many", folder, "family@fake", prompt],
                            times
                        )
                )
        ),
        (
            3,
            Gen.Select(Text, Folder, Text)
                .Select(
                    (jid, folder, name) =>
                        new Row(
                            "INSERT OR IGNORE INTO registered_groups (jid, name, folder, trigger_pattern, added_at) VALUES ($0, $1, $2, '@Andy', $1)",
                            [jid + "@fake", name, folder]
                        )
                )
        ),
        (
            2,
            Gen.Select(Text, Gen.Int[10, 700])
                .Select(
                    (name, times) =>
                        new Row(
                            """
                            INSERT OR IGNORE INTO registered_groups (jid, name, folder, trigger_pattern, added_at)
                            VALUES ('g' || $1 || '@fake', $0, 'g' || $1, '@Andy', '2026-01-01')
                            """,
                            [name],
                            times
                        )
                )
        ),
        (
            2,
            Gen.Select(Text, Gen.Int[1, 320])
                .Select(
                    (name, times) =>
                        new Row("INSERT OR IGNORE INTO chats (jid, name, is_group, last_message_time) VALUES ('c' || $1 || '@fake', $0, 1, $0)", [name], times)
                )
        ),
        (2, Gen.Select(Folder, Text).Select((folder, session) => new Row("INSERT OR REPLACE INTO sessions VALUES ($0, $1)", [folder, session]))),
        (1, Gen.Select(Folder, Text).Select((folder, value) => new Row("INSERT OR REPLACE INTO router_state VALUES ('notices:' || $0, $1)", [folder, value]))),
        (
            1,
            Text.Select(value => new Row(
                "INSERT OR REPLACE INTO router_state VALUES ('left-out', $0), ('apart:main@fake', $0), ('apart:family@fake', $0)",
                [value]
            ))
        ),
        (
            2,
            Gen.OneOf(Text, Gen.Int[0, Outages.Length - 1].Select(which => Outages[which]))
                .Select(value => new Row(
                    """
                    INSERT OR REPLACE INTO router_state
                    VALUES ('outages', $0), ('strangers:main', $0), ('budget:state', $0), ('budget:override-until', $0), ('task-repeated:t', $0)
                    """,
                    [value]
                ))
        ),
        (
            2,
            Gen.Select(Gen.OneOf(Text, Gen.Const(""), Gen.Const(" ")), Word, Word)
                .Select(
                    (model, effort, fetch) =>
                        new Row("UPDATE registered_groups SET model = $0, effort = $1, fetch = $2, container_config = $0", [model, effort, fetch])
                )
        ),
        (
            4,
            Gen.Select(Text, Text, Text, Gen.Bool)
                .Select(
                    (sender, content, reply, isMain) =>
                        new Row(
                            """
                            INSERT OR IGNORE INTO messages
                                (id, chat_jid, sender, sender_name, content, timestamp, is_from_me, is_bot_message,
                                 reply_to_message_id, reply_to_message_content, reply_to_sender_name, arrival)
                            SELECT $0 || $4, $3, $0, $0, $1, $2, 0, 0, $2, $2, $0, 1 + coalesce((SELECT max(arrival) FROM messages WHERE chat_jid = $3), 0)
                            """,
                            [sender, content, reply, isMain ? World.Main : World.Family],
                            Times: 3
                        )
                )
        )
    );

    private static readonly Gen<string?[]> Memories = Gen.Frequency((1, Gen.Const((string?)null)), (2, Text.Select(text => (string?)text))).Array[3];

    [Fact]
    public async Task A_message_to_a_group_is_answered_and_nothing_is_passed_over() =>
        await Gen.Select(Rows.Array[0, 12], Memories).SampleAsync((rows, memories) => RunAsync(rows, memories), iter: 30, threads: 1);

    private static async Task RunAsync(Row[] rows, string?[] memories)
    {
        await using var world = await World.CreateAsync();
        await world.Store.Chats.UpsertAsync(new() { Jid = World.Main });
        await world.Store.Chats.UpsertAsync(new() { Jid = World.Family });
        Write(world.StorePath, rows);
        foreach (var (folder, memory) in new[] { "main", "family", "global" }.Zip(memories))
        {
            if (memory is not null)
            {
                Directory.CreateDirectory(Path.Combine(world.Options.GroupsFolder, folder));
                await File.WriteAllTextAsync(
                    Path.Combine(world.Options.GroupsFolder, folder, "CLAUDE.md"),
                    memory,
                    new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)
                );
            }
        }

        world.Worker.Answer = request =>
            [
                new AgentEvent.Output(
                    string.Join(' ', FakeWorker.Numbers(request.Prompt).Where(number => number is "#main" or "#family").DefaultIfEmpty("nothing"))
                ),
            ];
        await world.RestartAsync();
        await world.SayAsync(World.Main, "#main");
        await world.SayAsync(World.Family, "#family");
        await world.SettleAsync();

        Assert.Contains("#main", world.Channel.TextsTo(World.Main));
        Assert.Contains("#family", world.Channel.TextsTo(World.Family));
        Assert.Equal(0, world.Worker.PassedOver);
        Assert.Empty(await world.Store.SetAside.ListAsync());
        Assert.All(world.Worker.Executed, request => Assert.NotNull(request.Metadata?.AssistantName));
    }

    private static void Write(string path, Row[] rows)
    {
        using var connection = new SqliteConnection($"Data Source={path};Foreign Keys=False;Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        foreach (var row in rows)
        {
            for (var time = 0; time < row.Times; time++)
            {
                using var command = connection.CreateCommand();
                command.CommandText = row.Sql;
                foreach (var (value, index) in row.Values.Append(time.ToString(CultureInfo.InvariantCulture)).Select((value, index) => (value, index)))
                {
                    command.Parameters.AddWithValue($"${index}", value);
                }

                command.ExecuteNonQuery();
            }
        }

        transaction.Commit();
    }

    private sealed record Row(string Sql, string[] Values, int Times = 1);
}
