using NanoClaw.Infra.Tests.Evaluation;
using NanoClaw.Infra.Worker;
using Pulumi;

namespace NanoClaw.Infra.Tests.Worker;

public sealed class PendingMigrationsTests
{
    private static readonly WorkerManifest Manifest = new()
    {
        MainModule = "worker.js",
        Modules = [],
        Front = new("front.js", "front.js", ""),
        Admin = new("admin.js", "admin.js", ""),
        CompatibilityDate = "2026-10-01",
        DurableObjects = [],
        Migrations = [new("v1", ["First"]), new("v2", ["Second", "Third"])],
    };

    [Fact]
    public async Task A_new_worker_gets_every_migration_and_no_old_tag()
    {
        var migrations = (await Evaluated.RunAsync("prod", SampleConfig.Owner())).Worker.Part("migrations");

        Assert.Equal("v1", migrations.Text("newTag"));
        Assert.Equal(["GroupAgent", "RunCaps"], migrations.Texts("newSqliteClasses"));
        Assert.False(migrations.Has("oldTag"));
    }

    [Fact]
    public async Task A_second_and_a_third_update_send_no_migration_again()
    {
        var mocks = new CloudflareMocks { MigrationTags = { ["nanoclaw-prod"] = "v1", ["another"] = "v7" } };

        Assert.False((await Evaluated.RunAsync("prod", SampleConfig.Owner(), mocks)).Worker.Has("migrations"));
        mocks.Registered.Clear();
        Assert.False((await Evaluated.RunAsync("prod", SampleConfig.Owner(), mocks)).Worker.Has("migrations"));
    }

    [Fact]
    public async Task A_worker_of_another_name_does_not_count()
    {
        var mocks = new CloudflareMocks { MigrationTags = { ["nanoclaw-dev"] = "v1" } };

        Assert.True((await Evaluated.RunAsync("prod", SampleConfig.Owner(), mocks)).Worker.Has("migrations"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_account_that_cannot_be_asked_is_taken_for_one_without_the_worker_where_none_was_deployed(bool isPreview) =>
        Assert.True(
            (await Evaluated.RunAsync("prod", SampleConfig.Owner(), new() { RefusedCalls = ["getWorkersScripts"] }, isPreview)).Worker.Has("migrations")
        );

    [Fact]
    public async Task A_preview_of_a_deployed_worker_goes_on_without_the_account_s_answer() =>
        Assert.NotEmpty(
            (
                await Evaluated.RunAsync(
                    "prod",
                    SampleConfig.Owner(),
                    new() { RefusedCalls = ["getWorkersScripts"], EarlierOutputs = { ["agentEndpoint"] = "https://agent.example.com" } },
                    isPreview: true
                )
            ).OfType("WorkersScript")
        );

    [Fact]
    public async Task Only_what_comes_after_the_applied_migration_is_sent()
    {
        var pending = PendingMigrations.After("v1", Manifest)!;

        Assert.Equal("v1", (await Evaluated.ReadAsync(pending.OldTag!.ToOutput())).Value);
        Assert.Equal("v2", (await Evaluated.ReadAsync(pending.NewTag!.ToOutput())).Value);
        Assert.Equal(["Second", "Third"], (await Evaluated.ReadAsync(pending.NewSqliteClasses.ToOutput())).Value);
        Assert.Null(PendingMigrations.After("v2", Manifest));
    }

    [Fact]
    public async Task A_worker_from_newer_sources_is_left_alone_and_the_reason_said_as_it_is()
    {
        var mocks = new CloudflareMocks { MigrationTags = { ["nanoclaw-prod"] = "v9" } };

        var error = await Assert.ThrowsAnyAsync<Exception>(() => Evaluated.RunAsync("prod", SampleConfig.Owner(), mocks));

        Assert.Contains("newer sources", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("property \"migrations\"", error.Message, StringComparison.Ordinal);
        Assert.Empty(mocks.Registered);
    }

    [Fact]
    public void A_migration_from_the_future_stops_the_program() =>
        Assert.Contains("newer sources", Assert.Throws<WorkerBundleException>(() => PendingMigrations.After("v3", Manifest)).Message, StringComparison.Ordinal);
}
