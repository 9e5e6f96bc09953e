using System.Text.Json;
using NanoClaw.Store.Tests;

namespace NanoClaw.Cli.Tests.Importing;

/// <summary>What a person at the terminal sees of an import; what is taken over is the library's to prove.</summary>
public sealed class ImportV1CommandTests : IDisposable
{
    private readonly CommandLine _cli = new();
    private readonly string _root = Directory.CreateTempSubdirectory("nanoclaw-v1-").FullName;

    public ImportV1CommandTests()
    {
        Write("groups/main/CLAUDE.md", "# Main");
        Write("store/auth/creds.json", "{}");
        V1Database.Create(Database, "replies and scripts");
        _cli.Environment["HOME"] = _root;
        Write("sender-allowlist.json", "{}");
        _cli.Env = $"SENDER_ALLOWLIST={Path.Combine(_root, "sender-allowlist.json")}\nTZ=UTC\n";
    }

    private string Database => Path.Combine(_root, "store", "messages.db");

    [Fact]
    public async Task An_import_tells_what_came_what_changed_and_what_to_do_next()
    {
        Execute("UPDATE scheduled_tasks SET schedule_type = 'cron', schedule_value = '0 30 9 * * 1-5', next_run = '2026-12-01T08:30:00.000Z', script = ''");

        Assert.Equal(ExitCode.Success, await ImportAsync());

        Assert.Contains("messages.db: 4 messages in 2 chats", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("is cron 30 9 * * 1-5 now; v1 had it as 0 30 9 * * 1-5 (without its seconds", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("WhatsApp's credentials: 1 file. Only one program", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("Next: nanoclaw doctor, then nanoclaw run.", _cli.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_cli.Folder, "store", "messages.db")));
        Assert.True(File.Exists(Path.Combine(_cli.Folder, "groups", "main", "CLAUDE.md")));
    }

    [Fact]
    public async Task Tasks_that_are_told_have_short_ids()
    {
        Execute(
            """
            DELETE FROM task_run_logs;
            UPDATE scheduled_tasks
            SET id = 'task-1712345678901-x7k2p9qwerty', schedule_type = 'cron', schedule_value = '0 30 9 * * 1-5',
                next_run = '2026-12-01T08:30:00.000Z', script = ''
            """
        );

        Assert.Equal(ExitCode.Success, await ImportAsync());

        Assert.Contains("task task-17123456 of ", _cli.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("x7k2p9", _cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_json_it_is_one_document_with_the_same_names_for_both()
    {
        Assert.Equal(ExitCode.Success, await ImportAsync("--json", "--dry-run"));
        var planned = JsonDocument.Parse(_cli.Output).RootElement;
        Assert.Equal(ExitCode.Success, await ImportAsync("--json"));
        var done = JsonDocument.Parse(_cli.Output).RootElement;

        Assert.Equal((true, false), (planned.GetProperty("dryRun").GetBoolean(), done.GetProperty("dryRun").GetBoolean()));
        foreach (var part in new[] { "database", "folders", "credentials", "leftOut", "stateFiles", "settings", "warnings" })
        {
            Assert.Equal(planned.GetProperty(part).GetRawText(), done.GetProperty(part).GetRawText());
        }
    }

    [Theory]
    [InlineData("cloudflare", false)]
    [InlineData("container", true)]
    public async Task The_runtime_decides_whether_sessions_come_along(string runtime, bool come)
    {
        Write("data/sessions/main/.claude/projects/x.jsonl", "{}");
        _cli.Env += $"AGENT_RUNTIME={runtime}\n";

        Assert.Equal(ExitCode.Success, await ImportAsync());

        Assert.Equal(come, File.Exists(Path.Combine(_cli.Folder, "data", "sessions", "main", ".claude", "projects", "x.jsonl")));
    }

    [Fact]
    public async Task Something_in_the_way_is_a_conflict_and_a_dry_run_says_so()
    {
        Assert.Equal(ExitCode.Success, await ImportAsync());

        Assert.Equal(ExitCode.Conflict, await ImportAsync());
        Assert.Contains("STORE_DIR", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, await ImportAsync("--dry-run"));
        Assert.Contains("An import would be refused until that is settled.", _cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_path_is_a_mistake_of_the_command_line()
    {
        Assert.Equal(ExitCode.Usage, await _cli.RunAsync(["import", "v1", Path.Combine(_root, "nowhere")]));

        Assert.Contains("does not exist", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_database_is_a_failure()
    {
        var bytes = await File.ReadAllBytesAsync(Database, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Database, [.. bytes[..4096], .. new byte[20_000]], TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Failure, await ImportAsync());

        Assert.Contains("damaged", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_of_a_chat_cannot_forge_a_line()
    {
        Execute("UPDATE registered_groups SET name = 'Family' || char(10) || 'Next: rm -rf' || char(27)");

        await ImportAsync("--dry-run");

        Assert.DoesNotContain(_cli.Output.Split('\n'), line => line.StartsWith("Next: rm", StringComparison.Ordinal));
        Assert.DoesNotContain('\e', _cli.Output);
    }

    [Fact]
    public async Task The_keys_of_v1s_settings_are_sorted_and_their_values_never_shown()
    {
        Write(".env", "ASSISTANT_NAME=\"Bob\"\nTELEGRAM_BOT_TOKEN=1:s3cret\nANTHROPIC_API_KEY=s3cret\nSLACK_APP_TOKEN=s3cret\nnot a line\n");

        Assert.Equal(ExitCode.Success, await ImportAsync("--dry-run"));

        Assert.Contains("put into .env here: ASSISTANT_NAME, TELEGRAM_BOT_TOKEN", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("nothing here reads: SLACK_APP_TOKEN", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("ASSISTANT_NAME=Bob", _cli.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", _cli.Output + _cli.Error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _cli.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private Task<int> ImportAsync(params string[] options) => _cli.RunAsync(["import", "v1", _root, .. options]);

    private void Write(string path, string text)
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private void Execute(string sql) => V1Database.Execute(Database, sql);
}
