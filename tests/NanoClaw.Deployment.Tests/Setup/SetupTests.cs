using System.Text.Json.Nodes;
using NanoClaw.Deployment.Setup;

namespace NanoClaw.Deployment.Tests.Setup;

public sealed class SetupTests : IAsyncLifetime
{
    private SetupFixture _setup = null!;

    private static readonly SetupRequest Dev = new() { Stack = "dev", Yes = true };

    public async ValueTask InitializeAsync() => _setup = await SetupFixture.CreateAsync();

    public async ValueTask DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task An_account_with_one_zone_needs_few_answers_and_ends_with_the_next_command()
    {
        var before = _setup["dev"];
        _setup.Pulumi["dev"] = new JsonObject
        {
            ["steps"] = new JsonArray(
                new JsonObject
                {
                    ["op"] = "create",
                    ["type"] = "cloudflare:index/workersScript:WorkersScript",
                    ["name"] = "worker",
                }
            ),
        };

        var report = await _setup.RunAsync(Dev);

        Assert.Empty(report.Blockers);
        Assert.Equal(["pulumi up --stack dev", "nanoclaw config pull --stack dev", "nanoclaw ask \"What can you do?\""], report.Next);
        Assert.All(report.Permissions, permission => Assert.Equal("granted", permission.State));
        var file = _setup.FileOf("dev");
        Assert.Equal(FakeAccount.AccountId, file.Scalar("accountId"));
        Assert.Equal(FakeAccount.ZoneId, file.Scalar("zoneId"));
        Assert.Equal("ada.dev", file.Scalar("zone"));
        Assert.Equal("agent-dev.ada.dev", file.Scalar("hostname"));
        Assert.Equal("ada.cloudflareaccess.com", file.Scalar("accessTeamDomain"));
        Assert.Equal("owner", file.Scalar("zoneRules"));
        Assert.Equal(before.Split('\n').Where(IsRemark), _setup["dev"].Split('\n').Where(IsRemark));
        Assert.Contains("nanoclaw:runsPerDay: 50\n", _setup["dev"], StringComparison.Ordinal);
        Assert.Contains("1 to create", _setup.Conversation.Text, StringComparison.Ordinal);
        Assert.Equal("none", _setup.Pulumi.Calls.Single(call => call.Step == "config set").Input);
        Assert.True(_setup.Conversation.Asked.Count <= 5, string.Join(", ", _setup.Conversation.Asked));
        Assert.Empty(_setup.Cloudflare.Data.Effects);
    }

    [Fact]
    public async Task A_stack_without_a_file_gets_one_that_the_program_takes()
    {
        _setup.Conversation.Answers["--model-provider"] = "anthropic";
        _setup.Conversation.Answers["--model"] = "claude-sonnet-4-5";

        var report = await _setup.RunAsync(new() { Stack = "home", AdminEmails = ["ada@ada.dev"] });

        Assert.Empty(report.Blockers);
        Assert.StartsWith("# The environment 'home'", _setup["home"], StringComparison.Ordinal);
        Assert.Contains("    secure: ", _setup["home"], StringComparison.Ordinal);
        Assert.Equal(SetupFixture.ModelKey, _setup.Pulumi.Calls.Single(call => call.Step == "config set").Input);
        Assert.Equal(["ada@ada.dev"], _setup.FileOf("home").List("adminEmails"));
        Assert.Contains(_setup.Pulumi.Calls, call => call.Step == "stack init");
    }

    [Fact]
    public async Task Run_again_it_finds_done_what_was_done()
    {
        await _setup.RunAsync(Dev);
        var file = _setup["dev"];

        var report = await _setup.RunAsync(Dev with { Check = true });

        Assert.True(report.IsInOrder, _setup.Conversation.Text);
        Assert.Empty(report.Changes);
        Assert.Equal(file, _setup["dev"]);
        Assert.Single(_setup.Pulumi.Calls, call => call.Step == "config set");
    }

    [Fact]
    public async Task Looking_only_says_what_differs_and_changes_nothing()
    {
        await _setup.RunAsync(Dev);
        var file = _setup["dev"];
        _setup.Cloudflare.Data.Zones[0]["plan"]!["legacy_id"] = "pro";
        _setup.Cloudflare.Data.Team = "renamed.cloudflareaccess.com";
        var calls = _setup.Pulumi.Calls.Count;

        var report = await _setup.RunAsync(Dev with { Check = true, Yes = false });

        Assert.False(report.IsInOrder);
        Assert.Equal(
            ["zonePlan: free becomes pro", "accessTeamDomain: ada.cloudflareaccess.com becomes renamed.cloudflareaccess.com"],
            report.Changes.Select(change => change.ToString())
        );
        Assert.Equal(file, _setup["dev"]);
        Assert.DoesNotContain(_setup.Pulumi.Calls.Skip(calls), call => call.Step is "config set" or "stack init" or "preview" or "up");
        Assert.Empty(report.Next);
    }

    [Fact]
    public async Task Nothing_is_done_without_a_yes()
    {
        _setup.Conversation.Refusals.Add("Do this now?");
        var file = _setup["dev"];

        var error = await Assert.ThrowsAsync<DeploymentException>(() => _setup.RunAsync(Dev with { Yes = false }));

        Assert.Equal("Nothing was changed.", error.Message);
        Assert.Equal(file, _setup["dev"]);
        Assert.DoesNotContain(_setup.Pulumi.Calls, call => call.Step is "config set" or "stack init");
    }

    [Fact]
    public async Task Without_a_terminal_everything_that_is_missing_is_named_at_once()
    {
        _setup.Conversation = new() { CanAsk = false };
        _setup.Cloudflare.Data.Missing.Add("Access: Organizations, Identity Providers, and Groups");

        var error = await Assert.ThrowsAsync<DeploymentException>(() => _setup.RunAsync(new() { Stack = "home", Yes = true }));

        Assert.Equal(DeploymentFailure.Usage, error.Failure);
        Assert.Contains("--team:", error.Message, StringComparison.Ordinal);
        Assert.Contains("--model-provider:", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_setup.Project, "Pulumi.home.yaml")));
    }

    [Fact]
    public async Task Without_a_terminal_and_a_yes_it_says_which_option_is_missing()
    {
        _setup.Conversation = new() { CanAsk = false };

        var error = await Assert.ThrowsAsync<DeploymentException>(() => _setup.RunAsync(Dev with { Yes = false }));

        Assert.Contains("--yes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_is_put_into_its_owners_list()
    {
        await _setup.RunAsync(new() { Stack = "prod", Yes = true });

        var report = await _setup.RunAsync(new() { Stack = "staging", Yes = true });

        Assert.Equal("member", _setup.FileOf("staging").Scalar("zoneRules"));
        Assert.Equal("organization/nanoclaw/prod", _setup.FileOf("staging").Scalar("ownerStack"));
        Assert.Equal(["agent.ada.dev", "agent-staging.ada.dev"], _setup.FileOf("prod").List("hostnames"));
        Assert.Equal("pulumi up --stack prod", report.Next[0]);
        Assert.DoesNotContain(_setup.Pulumi.Calls, call => call.Step == "preview" && call.Arguments.Contains("staging"));
        Assert.Contains(
            "# Rulesets and zone settings exist once a zone: this stack declares them, for every environment in it.",
            _setup["prod"],
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(report.Permissions, permission => permission.Name == "Zone WAF");
    }

    [Fact]
    public async Task A_stack_becomes_an_owner_and_a_member_again_whatever_its_file_said()
    {
        await _setup.RunAsync(new() { Stack = "staging", Yes = true });
        Assert.Equal(("owner", ""), (_setup.FileOf("staging").Scalar("zoneRules"), _setup.FileOf("staging").Scalar("ownerStack")));

        var report = await _setup.RunAsync(
            new()
            {
                Stack = "staging",
                Yes = true,
                ZoneRules = "member",
                OwnerStack = "ada/nanoclaw/prod",
            }
        );

        Assert.Empty(report.Blockers);
        Assert.Equal("ada/nanoclaw/prod", _setup.FileOf("staging").Scalar("ownerStack"));
        Assert.Empty(_setup.FileOf("staging").List("hostnames"));
    }

    [Fact]
    public async Task Two_owners_of_one_zone_are_refused()
    {
        await _setup.RunAsync(new() { Stack = "prod", Yes = true });

        var error = await Assert.ThrowsAsync<DeploymentException>(() => _setup.RunAsync(Dev with { ZoneRules = "owner" }));

        Assert.Contains("Pulumi.prod.yaml owns the rules of ada.dev", error.Message, StringComparison.Ordinal);
        Assert.Equal(DeploymentFailure.Conflict, error.Failure);
    }

    [Fact]
    public async Task The_examples_addresses_are_nobodys()
    {
        _setup.Conversation.Answers["--admin-email"] = "ada@ada.dev, bob@ada.dev";

        await _setup.RunAsync(new() { Stack = "prod", Yes = true });

        Assert.Equal(["ada@ada.dev", "bob@ada.dev"], _setup.FileOf("prod").List("adminEmails"));
        Assert.DoesNotContain("ada@example.com", _setup["prod"], StringComparison.Ordinal);
        Assert.DoesNotContain("example.com", string.Concat(_setup["prod"].Split('\n').Where(line => !IsRemark(line))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fresh_account_gets_a_subdomain_of_workers_dev()
    {
        _setup.Cloudflare.Data.Subdomain = null;
        _setup.Cloudflare.Data.TakenSubdomains.Add("ada-dev");
        _setup.Conversation.Answers["--workers-subdomain"] = "ada-of-dev";

        var report = await _setup.RunAsync(Dev);

        Assert.Equal("ada-of-dev", _setup.Cloudflare.Data.Subdomain);
        Assert.Contains("Registered the workers.dev subdomain 'ada-of-dev'", report.Done);
        Assert.Contains("10063", _setup.Conversation.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subdomain_that_others_have_is_told_where_nobody_can_choose_another()
    {
        _setup.Cloudflare.Data.Subdomain = null;
        _setup.Cloudflare.Data.TakenSubdomains.Add("ada-dev");
        _setup.Conversation = new() { CanAsk = false };

        var error = await Assert.ThrowsAsync<DeploymentException>(() => _setup.RunAsync(Dev));

        Assert.Contains("--workers-subdomain", error.Message, StringComparison.Ordinal);
        Assert.Equal(DeploymentFailure.Conflict, error.Failure);
    }

    [Fact]
    public async Task What_the_program_would_refuse_is_refused_before_anything_is_written()
    {
        var file = _setup["dev"];

        var error = await Assert.ThrowsAsync<DeploymentException>(() => _setup.RunAsync(Dev with { AdminEmails = ["everybody"], Hostname = "a_b.ada.dev" }));

        Assert.Contains("adminEmails", error.Message, StringComparison.Ordinal);
        Assert.Contains("hostname", error.Message, StringComparison.Ordinal);
        Assert.Equal(file, _setup["dev"]);
    }

    [Fact]
    public async Task The_stack_of_another_account_is_not_moved()
    {
        await _setup.RunAsync(Dev);
        _setup.Cloudflare.Data.Accounts[0]["id"] = "11111111111111111111111111111111";
        _setup.Cloudflare.Data.Zones[0]["account"]!["id"] = "11111111111111111111111111111111";

        var error = await Assert.ThrowsAsync<DeploymentException>(() => _setup.RunAsync(Dev));

        Assert.Contains($"names the account {FakeAccount.AccountId}, which this API token does not see", error.Message, StringComparison.Ordinal);
    }

    private static bool IsRemark(string line) => line.TrimStart().StartsWith('#');
}
