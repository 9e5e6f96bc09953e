namespace NanoClaw.Cli.Tests.Running;

/// <summary>A start that cannot be, in one plain sentence each, and with nothing left behind.</summary>
public sealed class RunCommandTests : IDisposable
{
    private const string Agent = """
        CLOUDFLARE_AGENT_ENDPOINT=https://agent.example.com
        CLOUDFLARE_AGENT_TOKEN=0123456789012345678901234567890123456789
        CLOUDFLARE_ACCESS_CLIENT_ID=id.access
        CLOUDFLARE_ACCESS_CLIENT_SECRET=0123456789
        """;

    private const string Bot = "\nTELEGRAM_BOT_TOKEN=123456:AAaaBBbbCCccDDddEEeeFFffGGggHHhhIIi\nTELEGRAM_API_URL=http://127.0.0.1:9\nHEALTH_PORT=none\n";

    private readonly CommandLine _nanoclaw = new();

    public void Dispose() => _nanoclaw.Dispose();

    [Fact]
    public async Task Without_a_channel_it_says_how_to_get_one()
    {
        await RefusedAsync(2, Agent, "TELEGRAM_BOT_TOKEN", "nanoclaw whatsapp login", "nanoclaw chat");
        Assert.False(Directory.Exists(Path.Combine(_nanoclaw.Folder, "store")));
    }

    [Fact]
    public async Task Without_an_agent_it_says_how_to_get_one()
    {
        await RefusedAsync(2, Bot, "No agent is configured.", "nanoclaw dev", "config pull");
        Assert.False(Directory.Exists(Path.Combine(_nanoclaw.Folder, "store")));
    }

    [Fact]
    public async Task Every_wrong_setting_is_named_at_once()
    {
        await RefusedAsync(
            2,
            Agent + Bot + "LOG_LEVEL=loud\nLOG_FORMAT=xml\nTZ=Mars/Olympus\nSHUTDOWN_SECONDS=soon\n",
            "LOG_LEVEL",
            "LOG_FORMAT",
            "Mars/Olympus",
            "SHUTDOWN_SECONDS"
        );
        Assert.False(Directory.Exists(Path.Combine(_nanoclaw.Folder, "store")));
    }

    [Theory]
    [InlineData("TZ", "Mars/Olympus")]
    [InlineData("POLL_SECONDS", "0")]
    [InlineData("SAVING_POLL_SECONDS", "0")]
    [InlineData("SHUTDOWN_SECONDS", "9999")]
    [InlineData("HEALTH_PORT", "99999")]
    [InlineData("MAX_CONCURRENT_RUNS", "0")]
    [InlineData("BUDGET_BILLING_DAY", "40")]
    [InlineData("BUDGET_SAVING_FROM", "99")]
    [InlineData("MODEL_BUDGET_GROUP_STOP_AT", "2000000")]
    [InlineData("MODEL_BUDGET_PRICES", "3, 0.30")]
    [InlineData("BACKUP_EVERY", "soon")]
    [InlineData("BACKUP_EVERY", "0")]
    [InlineData("BACKUP_KEEP_DAYS", "0\nBACKUP_KEEP_WEEKS=0\nBACKUP_KEEP_MONTHS=0")]
    public async Task A_value_out_of_range_is_told_by_its_key(string key, string value)
    {
        await RefusedAsync(2, $"{Agent}{Bot}{key}={value}\n", $"  {key}");
        Assert.DoesNotContain("The field", _nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backups_by_themselves_into_the_bucket_need_its_token_at_the_start()
    {
        await RefusedAsync(2, $"{Agent}{Bot}BACKUP_EVERY=1d\nBACKUP_TO=r2\n", "BACKUP_TO", "CLOUDFLARE_BACKUP_TOKEN", "nanoclaw config pull");
        Assert.Single(_nanoclaw.Error.Trim().Split('\n'));
        Assert.False(Directory.Exists(Path.Combine(_nanoclaw.Folder, "store")));
    }

    [Fact]
    public async Task A_token_that_is_none_is_refused_without_being_shown()
    {
        await RefusedAsync(2, Agent + "\nTELEGRAM_BOT_TOKEN=planted-secret\n", "TELEGRAM_BOT_TOKEN");
        Assert.DoesNotContain("planted-secret", _nanoclaw.Output + _nanoclaw.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_none_is_told_plainly()
    {
        Directory.CreateDirectory(Path.Combine(_nanoclaw.Folder, "store"));
        await File.WriteAllTextAsync(Path.Combine(_nanoclaw.Folder, "store", "messages.db"), new string('x', 8192), TestContext.Current.CancellationToken);
        await RefusedAsync(1, Agent + Bot, "messages.db");
    }

    [Theory]
    [InlineData("info")]
    [InlineData("warn")]
    [InlineData("Information")]
    public async Task The_levels_of_v1_and_of_dotnet_are_both_understood(string level)
    {
        _nanoclaw.Env = $"{Agent}\nLOG_LEVEL={level}\n";
        await _nanoclaw.RunAsync(["run"]);
        Assert.DoesNotContain("LOG_LEVEL", _nanoclaw.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{bad")]
    [InlineData("")]
    [InlineData( /*lang=json*/
        "{\"default\":{\"allow\":7}}"
    )]
    public async Task A_sender_allowlist_that_makes_no_sense_is_told_before_the_store_is_made(string text)
    {
        var file = Path.Combine(_nanoclaw.Folder, "senders.json");
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        await RefusedAsync(2, $"{Agent}{Bot}SENDER_ALLOWLIST=senders.json\n", file, "Correct it, or remove it");
        Assert.False(Directory.Exists(Path.Combine(_nanoclaw.Folder, "store")));
    }

    [Fact]
    public async Task Rules_that_make_no_sense_are_told_with_their_line_before_the_store_is_made()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_nanoclaw.Folder, "rules.yaml"),
            "rules:\n  - effect: everything\n    decision: allow\n",
            TestContext.Current.CancellationToken
        );
        await RefusedAsync(2, $"{Agent}{Bot}", "rules.yaml, line 2: ", "not 'everything'");
        Assert.False(Directory.Exists(Path.Combine(_nanoclaw.Folder, "store")));
    }

    [Fact]
    public async Task A_sender_allowlist_that_was_asked_for_has_to_be_there() =>
        await RefusedAsync(2, $"{Agent}{Bot}SENDER_ALLOWLIST=senders.json\n", "SENDER_ALLOWLIST names", "not there", "remove the setting");

    [Fact]
    public async Task A_sender_allowlist_that_cannot_be_read_lets_nobody_in()
    {
        Directory.CreateDirectory(Path.Combine(_nanoclaw.Folder, "senders.json"));
        await RefusedAsync(2, $"{Agent}{Bot}SENDER_ALLOWLIST=senders.json\n", "cannot be read", "SENDER_ALLOWLIST");
    }

    private async Task RefusedAsync(int code, string env, params string[] words)
    {
        _nanoclaw.Env = env;
        Assert.Equal(code, await _nanoclaw.RunAsync(["run"]));
        Assert.All(words, word => Assert.Contains(word, _nanoclaw.Error, StringComparison.Ordinal));
        Assert.Equal("", _nanoclaw.Output);
        Assert.DoesNotContain("   at ", _nanoclaw.Error, StringComparison.Ordinal);
    }
}
