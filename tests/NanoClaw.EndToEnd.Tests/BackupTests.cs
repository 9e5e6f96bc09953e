using System.Text.Json;

namespace NanoClaw.EndToEnd.Tests;

/// <summary>A backup, everything destroyed, a restore: at home and at the Worker, through the edge, and into a Worker of another name.</summary>
public sealed class BackupTests : IAsyncLifetime
{
    private readonly TemporaryProject _project = new();
    private ModelServer _model = null!;
    private NanoClawProcess? _dev;

    private string[] _worker = [];

    public async ValueTask InitializeAsync() => _model = await ModelServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _model.DisposeAsync();
        _project.Dispose();
    }

    [Theory]
    [InlineData("backups", "the same Worker")]
    [InlineData("backups", "a Worker of another name")]
    [InlineData("r2", "the same Worker")]
    public async Task What_was_destroyed_comes_back_equal_by_checksum_and_the_conversation_goes_on(string to, string into)
    {
        // Far more calls than people make in a minute are made here.
        _worker = ["--config", "r2=true", "--config", "tokenRateLimit=10000", "--config", "ipRateLimit=10000", "--config", "edgeRateLimit=10000"];
        await StartAsync();
        await ChatAsync("The dog is called Rex.");
        Directory.CreateDirectory(Path.Combine(_project.Folder, "groups", "main"));
        await File.WriteAllTextAsync(Path.Combine(_project.Folder, "groups", "main", "CLAUDE.md"), "The family.\n", TestContext.Current.CancellationToken);
        var made = await CommandAsync("backup", "--to", to, "--json");
        Assert.Equal("whole", made.GetProperty("backup").GetProperty("agent").GetString());
        Assert.Equal("All is as in the backup", (await TextAsync("restore", "--dry-run", "--to", to))[..23]);

        await StopAsync();
        Directory.Delete(Path.Combine(_project.Folder, "store"), recursive: true);
        Directory.Delete(Path.Combine(_project.Folder, "groups"), recursive: true);
        if (into == "the same Worker")
        {
            Directory.Delete(_project.State("durable-objects"), recursive: true);
        }
        else
        {
            _worker = [.. _worker, "--config", "workerName=moltworker-moved"];
        }

        await StartAsync();
        var dry = await CommandAsync("restore", "--dry-run", "--to", to, "--json");
        Assert.Contains(dry.GetProperty("changes").EnumerateArray(), change => change.GetProperty("part").GetString() == "agent");
        await CommandAsync("restore", "--to", to, "--json");

        // The dry run compares by checksum: the store, every file, and what the Worker exports.
        Assert.Empty((await CommandAsync("restore", "--dry-run", "--to", to, "--json")).GetProperty("changes").EnumerateArray());
        // Contents are all there already; the list of files tells of a folder's mode at most.
        Assert.InRange((await CommandAsync("backup", "--to", to, "--json")).GetProperty("backup").GetProperty("addedBytes").GetInt64(), 0, 2000);
        Assert.True((await CommandAsync("backup", "verify", "--all", "--to", to, "--json")).GetProperty("isWhole").GetBoolean());

        await ChatAsync("What is it called?");
        Assert.Contains("The dog is called Rex.", _model.Requests.Last(), StringComparison.Ordinal);
        Assert.Contains("What is it called?", _model.Requests.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_conversation_is_not_overwritten_unasked_and_a_worker_that_is_away_takes_no_backup_with_it()
    {
        await StartAsync();
        await ChatAsync("The dog is called Rex.");
        await TextAsync("backup");
        await ChatAsync("The cat is called Tom.");
        var (code, _, error) = await NanoClawProcess.RunAsync(_project.Folder, "restore");
        Assert.Equal(6, code);
        Assert.Contains("--force", error, StringComparison.Ordinal);
        Assert.Contains(
            JsonDocument.Parse(await TextAsync("restore", "--dry-run", "--json")).RootElement.GetProperty("changes").EnumerateArray(),
            change => change.GetProperty("part").GetString() == "store"
        );
        await TextAsync("restore", "--force");
        await ChatAsync("And the cat?");
        Assert.DoesNotContain("Tom", _model.Requests.Last(), StringComparison.Ordinal);

        await StopAsync();
        (code, var output, error) = await NanoClawProcess.RunAsync(_project.Folder, "backup", "--json");
        Assert.True(code == 5, error);
        Assert.Equal("away", JsonDocument.Parse(output).RootElement.GetProperty("backup").GetProperty("agent").GetString());
        Assert.Contains("FAILED", await TextAsync("status"), StringComparison.Ordinal);
    }

    private async Task ChatAsync(string text)
    {
        await using var chat = NanoClawProcess.Start(_project.Folder, "chat");
        chat.Write(text + "\n");
        Assert.True(await chat.WaitAsync() == 0, chat.Error);
        Assert.Equal("Fourteen.", chat.Output);
    }

    private async Task<JsonElement> CommandAsync(params string[] args) => JsonDocument.Parse(await TextAsync(args)).RootElement;

    private async Task<string> TextAsync(params string[] args)
    {
        var (code, output, error) = await NanoClawProcess.RunAsync(_project.Folder, args);
        Assert.True(code == 0, $"{string.Join(' ', args)} ended with {code}: {error}");
        return output;
    }

    private async Task StartAsync()
    {
        _dev = NanoClawProcess.Start(
            _project.Folder,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["ANTHROPIC_API_KEY"] = ModelServer.Key, ["ANTHROPIC_BASE_URL"] = _model.Address },
            ["dev", "--json", "--port", "0", .. _worker]
        );
        await _dev.LineAsync();
    }

    private async Task StopAsync()
    {
        if (_dev is not null)
        {
            _dev.Signal("TERM");
            await _dev.WaitAsync();
            await _dev.DisposeAsync();
            _dev = null;
        }
    }
}
