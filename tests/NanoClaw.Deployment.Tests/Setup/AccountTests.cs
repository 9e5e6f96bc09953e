using System.Text.Json.Nodes;
using NanoClaw.Deployment.Setup;

namespace NanoClaw.Deployment.Tests.Setup;

public sealed class AccountTests : IAsyncLifetime
{
    private const string SecondAccount = "22222222222222222222222222222222";
    private const string SecondZone = "33333333333333333333333333333333";

    private static readonly SetupRequest Dev = new() { Stack = "dev", Yes = true };

    private SetupFixture _setup = null!;

    public async ValueTask InitializeAsync() => _setup = await SetupFixture.CreateAsync();

    public async ValueTask DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task Of_two_accounts_one_is_asked_for()
    {
        AddSecondAccount();
        _setup.Conversation.Answers["--account"] = SecondAccount;

        var report = await _setup.RunAsync(Dev);

        Assert.Equal((SecondAccount, SecondZone), (report.Account.Id, report.Zone.Id));
        Assert.Equal(SecondAccount, _setup.FileOf("dev").Scalar("accountId"));
    }

    [Theory]
    [InlineData("Another account", null)]
    [InlineData(SecondAccount, null)]
    [InlineData(null, "bob.dev")]
    public async Task Of_two_accounts_one_is_said_by_its_name_its_id_or_its_zone(string? account, string? zone)
    {
        AddSecondAccount();
        _setup.Conversation = new() { CanAsk = false };

        var report = await _setup.RunAsync(Dev with { Account = account, Zone = zone });

        Assert.Equal(SecondAccount, report.Account.Id);
    }

    [Fact]
    public async Task Of_two_accounts_none_is_taken_by_itself()
    {
        AddSecondAccount();
        _setup.Conversation = new() { CanAsk = false };

        var error = await Assert.ThrowsAsync<DeploymentException>(() => _setup.RunAsync(Dev));

        Assert.Contains("--account", error.Message, StringComparison.Ordinal);
        Assert.Equal(DeploymentFailure.Usage, error.Failure);
    }

    [Fact]
    public async Task Of_two_zones_one_is_asked_for_with_its_plan()
    {
        _setup.Cloudflare.Data.Zones.Add(FakeAccount.Zone(SecondZone, "bob.dev", FakeAccount.AccountId, plan: "pro"));
        _setup.Conversation.Answers["--zone"] = "bob.dev";

        var report = await _setup.RunAsync(Dev);

        Assert.Equal("bob.dev", report.Zone.Name);
        Assert.Equal("pro", _setup.FileOf("dev").Scalar("zonePlan"));
    }

    [Fact]
    public async Task A_zone_far_down_the_list_is_found()
    {
        for (var i = 0; i < 120; i++)
        {
            _setup.Cloudflare.Data.Zones.Insert(0, FakeAccount.Zone($"{i:x32}", $"zone{i}.dev", FakeAccount.AccountId));
        }

        var report = await _setup.RunAsync(Dev with { Zone = "ada.dev" });

        Assert.Equal(FakeAccount.ZoneId, report.Zone.Id);
        Assert.Equal(3, _setup.Cloudflare.Requests.Count(request => request.StartsWith("GET zones?", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_account_without_a_zone_is_told_where_to_add_one()
    {
        _setup.Cloudflare.Data.Zones.Clear();

        var error = await Assert.ThrowsAsync<DeploymentException>(() => _setup.RunAsync(Dev));

        Assert.Contains($"https://dash.cloudflare.com/{FakeAccount.AccountId}/add-site", error.Message, StringComparison.Ordinal);
        Assert.Equal(DeploymentFailure.Conflict, error.Failure);
    }

    [Fact]
    public async Task A_zone_that_is_not_there_is_told_with_those_that_are()
    {
        var error = await Assert.ThrowsAsync<DeploymentException>(() => _setup.RunAsync(Dev with { Zone = "eve.dev" }));

        Assert.Contains("It sees ada.dev", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pending_zone_a_missing_team_and_R2_that_is_off_are_told_together()
    {
        _setup.Cloudflare.Data.Zones[0]["status"] = "pending";
        _setup.Cloudflare.Data.Team = null;
        _setup.Cloudflare.Data.HasR2 = false;
        var file = _setup["dev"];

        var report = await _setup.RunAsync(Dev with { R2 = true });

        Assert.Equal(3, report.Blockers.Count);
        Assert.Contains("amy.ns.cloudflare.com and bob.ns.cloudflare.com", string.Join('\n', report.Blockers), StringComparison.Ordinal);
        Assert.Contains("https://one.dash.cloudflare.com/", string.Join('\n', report.Blockers), StringComparison.Ordinal);
        Assert.Contains("/r2/overview", string.Join('\n', report.Blockers), StringComparison.Ordinal);
        Assert.DoesNotContain(report.Permissions, permission => permission.State == "missing");
        Assert.Equal(file, _setup["dev"]);
    }

    [Theory]
    [InlineData("A", "192.0.2.1", true)]
    [InlineData("CNAME", "elsewhere.example", true)]
    [InlineData("TXT", "v=spf1 -all", false)]
    public async Task A_DNS_record_in_the_way_is_told_with_where_it_is(string type, string content, bool isInTheWay)
    {
        _setup.Cloudflare.Data.Records.Add(
            new JsonObject
            {
                ["id"] = "r1",
                ["type"] = type,
                ["name"] = "agent-dev.ada.dev",
                ["content"] = content,
                ["proxied"] = true,
            }
        );
        _setup.Cloudflare.Data.Records.Add(
            new JsonObject
            {
                ["id"] = "r2",
                ["type"] = "A",
                ["name"] = "www.ada.dev",
                ["content"] = "192.0.2.2",
            }
        );

        var report = await _setup.RunAsync(Dev);

        Assert.Equal(isInTheWay, report.Blockers.Count == 1);
        if (isInTheWay)
        {
            Assert.Contains($"{type} {content}", report.Blockers[0], StringComparison.Ordinal);
            Assert.Contains($"https://dash.cloudflare.com/{FakeAccount.AccountId}/ada.dev/dns/records", report.Blockers[0], StringComparison.Ordinal);
            Assert.DoesNotContain(_setup.Pulumi.Calls, call => call.Step is "config set" or "stack init");
        }
    }

    [Theory]
    [InlineData("nanoclaw-dev-front")]
    [InlineData("nanoclaw-dev")]
    public async Task The_record_of_the_stacks_own_Worker_is_not_in_the_way_and_anothers_is(string own)
    {
        _setup.Cloudflare.Data.WorkerDomains["agent-dev.ada.dev"] = own;
        _setup.Cloudflare.Data.Records.Add(
            new JsonObject
            {
                ["id"] = "r1",
                ["type"] = "AAAA",
                ["name"] = "agent-dev.ada.dev",
                ["content"] = "100::",
            }
        );
        Assert.Empty((await _setup.RunAsync(Dev)).Blockers);

        _setup.Cloudflare.Data.WorkerDomains["agent-dev.ada.dev"] = "shop";
        Assert.Contains("belongs to the Worker 'shop'", Assert.Single((await _setup.RunAsync(Dev)).Blockers), StringComparison.Ordinal);
    }

    private void AddSecondAccount()
    {
        _setup.Cloudflare.Data.Accounts.Add(
            new JsonObject
            {
                ["id"] = SecondAccount,
                ["name"] = "Another account",
                ["type"] = "standard",
            }
        );
        _setup.Cloudflare.Data.Zones.Add(FakeAccount.Zone(SecondZone, "bob.dev", SecondAccount));
    }
}
