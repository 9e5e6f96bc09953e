using System.Text.Json.Nodes;
using NanoClaw.Deployment.Setup;

namespace NanoClaw.Deployment.Tests.Setup;

public sealed class SetupTests : IAsyncLifetime
{
    private SetupFixture setup = null!;

    private static readonly SetupRequest _dev = new() { Stack = "dev", Yes = true };

    public async ValueTask InitializeAsync() => setup = await SetupFixture.CreateAsync();

    public async ValueTask DisposeAsync() => await setup.DisposeAsync();

    [Fact]
    public async Task An_account_with_one_zone_needs_few_answers_and_ends_with_the_next_command()
    {
        var before = setup["dev"];
        setup.Pulumi["dev"] = new JsonObject { ["steps"] = new JsonArray(new JsonObject { ["op"] = "create", ["type"] = "cloudflare:index/workersScript:WorkersScript", ["name"] = "worker" }) };

        var report = await setup.RunAsync(_dev);

        Assert.Empty(report.Blockers);
        Assert.Equal(["pulumi up --stack dev", "nanoclaw config pull --stack dev", "nanoclaw ask \"What can you do?\""], report.Next);
        Assert.All(report.Permissions, permission => Assert.Equal("granted", permission.State));
        var file = setup.FileOf("dev");
        Assert.Equal(FakeAccount.AccountId, file.Scalar("accountId"));
        Assert.Equal(FakeAccount.ZoneId, file.Scalar("zoneId"));
        Assert.Equal("ada.dev", file.Scalar("zone"));
        Assert.Equal("agent-dev.ada.dev", file.Scalar("hostname"));
        Assert.Equal("ada.cloudflareaccess.com", file.Scalar("accessTeamDomain"));
        Assert.Equal("owner", file.Scalar("zoneRules"));
        Assert.Equal(before.Split('\n').Where(IsRemark), setup["dev"].Split('\n').Where(IsRemark));
        Assert.Contains("nanoclaw:runsPerDay: 50\n", setup["dev"], StringComparison.Ordinal);
        Assert.Contains("1 to create", setup.Conversation.Text, StringComparison.Ordinal);
        Assert.Equal("none", setup.Pulumi.Calls.Single(call => call.Step == "config set").Input);
        Assert.True(setup.Conversation.Asked.Count <= 5, string.Join(", ", setup.Conversation.Asked));
        Assert.Empty(setup.Cloudflare.Data.Effects);
    }

    [Fact]
    public async Task A_stack_without_a_file_gets_one_that_the_program_takes()
    {
        setup.Conversation.Answers["--model-provider"] = "anthropic";
        setup.Conversation.Answers["--model"] = "claude-sonnet-4-5";

        var report = await setup.RunAsync(new() { Stack = "home", AdminEmails = ["ada@ada.dev"] });

        Assert.Empty(report.Blockers);
        Assert.StartsWith("# The environment 'home'", setup["home"], StringComparison.Ordinal);
        Assert.Contains("    secure: ", setup["home"], StringComparison.Ordinal);
        Assert.Equal(SetupFixture.ModelKey, setup.Pulumi.Calls.Single(call => call.Step == "config set").Input);
        Assert.Equal(["ada@ada.dev"], setup.FileOf("home").List("adminEmails"));
        Assert.Contains(setup.Pulumi.Calls, call => call.Step == "stack init");
    }

    [Fact]
    public async Task Run_again_it_finds_done_what_was_done()
    {
        await setup.RunAsync(_dev);
        var file = setup["dev"];

        var report = await setup.RunAsync(_dev with { Check = true });

        Assert.True(report.IsInOrder, setup.Conversation.Text);
        Assert.Empty(report.Changes);
        Assert.Equal(file, setup["dev"]);
        Assert.Single(setup.Pulumi.Calls, call => call.Step == "config set");
    }

    [Fact]
    public async Task Looking_only_says_what_differs_and_changes_nothing()
    {
        await setup.RunAsync(_dev);
        var file = setup["dev"];
        setup.Cloudflare.Data.Zones[0]["plan"]!["legacy_id"] = "pro";
        setup.Cloudflare.Data.Team = "renamed.cloudflareaccess.com";
        var calls = setup.Pulumi.Calls.Count;

        var report = await setup.RunAsync(_dev with { Check = true, Yes = false });

        Assert.False(report.IsInOrder);
        Assert.Equal(["zonePlan: free becomes pro", "accessTeamDomain: ada.cloudflareaccess.com becomes renamed.cloudflareaccess.com"], report.Changes.Select(change => change.ToString()));
        Assert.Equal(file, setup["dev"]);
        Assert.DoesNotContain(setup.Pulumi.Calls.Skip(calls), call => call.Step is "config set" or "stack init" or "preview" or "up");
        Assert.Empty(report.Next);
    }

    [Fact]
    public async Task Nothing_is_done_without_a_yes()
    {
        setup.Conversation.Refusals.Add("Do this now?");
        var file = setup["dev"];

        var error = await Assert.ThrowsAsync<DeploymentException>(() => setup.RunAsync(_dev with { Yes = false }));

        Assert.Equal("Nothing was changed.", error.Message);
        Assert.Equal(file, setup["dev"]);
        Assert.DoesNotContain(setup.Pulumi.Calls, call => call.Step is "config set" or "stack init");
    }

    [Fact]
    public async Task Without_a_terminal_everything_that_is_missing_is_named_at_once()
    {
        setup.Conversation = new() { CanAsk = false };
        setup.Cloudflare.Data.Missing.Add("Access: Organizations, Identity Providers, and Groups");

        var error = await Assert.ThrowsAsync<DeploymentException>(() => setup.RunAsync(new() { Stack = "home", Yes = true }));

        Assert.Equal(DeploymentFailure.Usage, error.Failure);
        Assert.Contains("--team:", error.Message, StringComparison.Ordinal);
        Assert.Contains("--model-provider:", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(setup.Project, "Pulumi.home.yaml")));
    }

    [Fact]
    public async Task Without_a_terminal_and_a_yes_it_says_which_option_is_missing()
    {
        setup.Conversation = new() { CanAsk = false };

        var error = await Assert.ThrowsAsync<DeploymentException>(() => setup.RunAsync(_dev with { Yes = false }));

        Assert.Contains("--yes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_is_put_into_its_owners_list()
    {
        await setup.RunAsync(new() { Stack = "prod", Yes = true });

        var report = await setup.RunAsync(new() { Stack = "staging", Yes = true });

        Assert.Equal("member", setup.FileOf("staging").Scalar("zoneRules"));
        Assert.Equal("organization/nanoclaw/prod", setup.FileOf("staging").Scalar("ownerStack"));
        Assert.Equal(["agent.ada.dev", "agent-staging.ada.dev"], setup.FileOf("prod").List("hostnames"));
        Assert.Equal("pulumi up --stack prod", report.Next[0]);
        Assert.DoesNotContain(setup.Pulumi.Calls, call => call.Step == "preview" && call.Arguments.Contains("staging"));
        Assert.Contains("# Rulesets and zone settings exist once a zone: this stack declares them, for every environment in it.", setup["prod"], StringComparison.Ordinal);
        Assert.DoesNotContain(report.Permissions, permission => permission.Name == "Zone WAF");
    }

    [Fact]
    public async Task A_stack_becomes_an_owner_and_a_member_again_whatever_its_file_said()
    {
        await setup.RunAsync(new() { Stack = "staging", Yes = true });
        Assert.Equal(("owner", ""), (setup.FileOf("staging").Scalar("zoneRules"), setup.FileOf("staging").Scalar("ownerStack")));

        var report = await setup.RunAsync(new() { Stack = "staging", Yes = true, ZoneRules = "member", OwnerStack = "ada/nanoclaw/prod" });

        Assert.Empty(report.Blockers);
        Assert.Equal("ada/nanoclaw/prod", setup.FileOf("staging").Scalar("ownerStack"));
        Assert.Empty(setup.FileOf("staging").List("hostnames"));
    }

    [Fact]
    public async Task Two_owners_of_one_zone_are_refused()
    {
        await setup.RunAsync(new() { Stack = "prod", Yes = true });

        var error = await Assert.ThrowsAsync<DeploymentException>(() => setup.RunAsync(_dev with { ZoneRules = "owner" }));

        Assert.Contains("Pulumi.prod.yaml owns the rules of ada.dev", error.Message, StringComparison.Ordinal);
        Assert.Equal(DeploymentFailure.Conflict, error.Failure);
    }

    [Fact]
    public async Task The_examples_addresses_are_nobodys()
    {
        setup.Conversation.Answers["--admin-email"] = "ada@ada.dev, bob@ada.dev";

        await setup.RunAsync(new() { Stack = "prod", Yes = true });

        Assert.Equal(["ada@ada.dev", "bob@ada.dev"], setup.FileOf("prod").List("adminEmails"));
        Assert.DoesNotContain("ada@example.com", setup["prod"], StringComparison.Ordinal);
        Assert.DoesNotContain("example.com", string.Concat(setup["prod"].Split('\n').Where(line => !IsRemark(line))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fresh_account_gets_a_subdomain_of_workers_dev()
    {
        setup.Cloudflare.Data.Subdomain = null;
        setup.Cloudflare.Data.TakenSubdomains.Add("ada-dev");
        setup.Conversation.Answers["--workers-subdomain"] = "ada-of-dev";

        var report = await setup.RunAsync(_dev);

        Assert.Equal("ada-of-dev", setup.Cloudflare.Data.Subdomain);
        Assert.Contains("Registered the workers.dev subdomain 'ada-of-dev'", report.Done);
        Assert.Contains("10063", setup.Conversation.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subdomain_that_others_have_is_told_where_nobody_can_choose_another()
    {
        setup.Cloudflare.Data.Subdomain = null;
        setup.Cloudflare.Data.TakenSubdomains.Add("ada-dev");
        setup.Conversation = new() { CanAsk = false };

        var error = await Assert.ThrowsAsync<DeploymentException>(() => setup.RunAsync(_dev));

        Assert.Contains("--workers-subdomain", error.Message, StringComparison.Ordinal);
        Assert.Equal(DeploymentFailure.Conflict, error.Failure);
    }

    [Fact]
    public async Task What_the_program_would_refuse_is_refused_before_anything_is_written()
    {
        var file = setup["dev"];

        var error = await Assert.ThrowsAsync<DeploymentException>(() => setup.RunAsync(_dev with { AdminEmails = ["everybody"], Hostname = "a_b.ada.dev" }));

        Assert.Contains("adminEmails", error.Message, StringComparison.Ordinal);
        Assert.Contains("hostname", error.Message, StringComparison.Ordinal);
        Assert.Equal(file, setup["dev"]);
    }

    [Fact]
    public async Task The_stack_of_another_account_is_not_moved()
    {
        await setup.RunAsync(_dev);
        setup.Cloudflare.Data.Accounts[0]["id"] = "11111111111111111111111111111111";
        setup.Cloudflare.Data.Zones[0]["account"]!["id"] = "11111111111111111111111111111111";

        var error = await Assert.ThrowsAsync<DeploymentException>(() => setup.RunAsync(_dev));

        Assert.Contains($"names the account {FakeAccount.AccountId}, which this API token does not see", error.Message, StringComparison.Ordinal);
    }

    private static bool IsRemark(string line) => line.TrimStart().StartsWith('#');
}
