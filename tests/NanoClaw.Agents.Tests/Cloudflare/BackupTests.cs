using System.Text;

namespace NanoClaw.Agents.Tests;

/// <summary>A group's state and pieces of backups, over a real connection, by the token of backups.</summary>
public sealed class BackupTests
{
    private readonly FixedCredentials _credentials = new()
    {
        Now = new()
        {
            Token = "token-one",
            BackupToken = "backup-one",
            AccessClientId = "id.access",
            AccessClientSecret = "access-secret",
        },
    };

    [Fact]
    public async Task The_golden_state_is_taken_and_given_as_it_is()
    {
        var golden = TestRun.Golden("backup/state.ndjson");
        await using var worker = await StubWorker.StartAsync();
        worker.Answers(200, "application/x-ndjson", golden);
        using var runtime = new CloudflareAgentRuntime(worker.Options(), _credentials);
        await using (var state = await runtime.Backup.ExportAsync("family"))
        {
            Assert.Equal(golden, await new StreamReader(state).ReadToEndAsync());
        }

        worker.Answers(204, "application/json", "");
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(golden));
        await runtime.Backup.ImportAsync("family", content, force: true);
        Assert.Equal(("PUT", "/v1/agent/backup/state", golden), (worker.Calls.Last().Method, worker.Calls.Last().Path, worker.Calls.Last().Body));
        Assert.All(worker.Calls, call => Assert.Equal(("Bearer backup-one", "id.access"), (call.Header("Authorization"), call.Header("CF-Access-Client-Id"))));
    }

    [Fact]
    public async Task An_older_state_is_told_by_its_code()
    {
        var example = System.Text.Json.Nodes.JsonNode.Parse(TestRun.Golden("backup/older.json"))!;
        await using var worker = await StubWorker.StartAsync();
        worker.Answers((int)example["status"]!, "application/json", example["body"]!.ToJsonString());
        using var runtime = new CloudflareAgentRuntime(worker.Options(), _credentials);
        using var content = new MemoryStream([1]);
        var failure = await Assert.ThrowsAnyAsync<AgentException>(() => runtime.Backup.ImportAsync("family", content, force: false));
        Assert.Equal(AgentBackup.Older, failure.Code);
    }

    [Fact]
    public async Task The_golden_list_of_pieces_is_read()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Answers(200, "application/json", TestRun.Golden("backup/pieces.json"));
        using var runtime = new CloudflareAgentRuntime(worker.Options(), _credentials);
        var listed = await runtime.Backup.ListPiecesAsync("p-", cursor: null);
        Assert.Equal((2, null), (listed.Names.Count, listed.Cursor));
    }

    [Fact]
    public async Task A_piece_that_is_not_there_is_none()
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Answers(404, "application/json", """{"error":{"code":"piece_unknown","message":"There is no such piece."}}""");
        using var runtime = new CloudflareAgentRuntime(worker.Options(), _credentials);
        Assert.Null(await runtime.Backup.FindPieceAsync("p-1"));
    }

    [Fact]
    public async Task Without_a_token_of_its_own_nothing_is_asked()
    {
        await using var worker = await StubWorker.StartAsync();
        using var runtime = new CloudflareAgentRuntime(worker.Options(), new FixedCredentials());
        Assert.False(await runtime.Backup.IsConfiguredAsync());
        var failure = await Assert.ThrowsAsync<AgentUnauthorizedException>(() => runtime.Backup.DeletePieceAsync("p-1"));
        Assert.Contains("CLOUDFLARE_BACKUP_TOKEN", failure.Message, StringComparison.Ordinal);
        Assert.Empty(worker.Calls);
    }
}
