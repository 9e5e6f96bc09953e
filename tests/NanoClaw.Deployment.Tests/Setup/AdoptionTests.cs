using System.Text.Json.Nodes;
using NanoClaw.Deployment.Setup;

namespace NanoClaw.Deployment.Tests.Setup;

public sealed class AdoptionTests : IAsyncLifetime
{
    private const string Custom = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string Limits = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    private const string Zone = "urn:pulumi:dev::nanoclaw::nanoclaw:index:ZoneRules::zone";

    private static readonly SetupRequest Dev = new() { Stack = "dev", Yes = true };

    private SetupFixture _setup = null!;

    public async ValueTask InitializeAsync()
    {
        _setup = await SetupFixture.CreateAsync();
        _setup.Cloudflare.Data.AddRuleset(
            Custom,
            "http_request_firewall_custom",
            Rule("0123456789abcdef0123456789abcdef", "Office only", "block", "http.host eq \"intranet.ada.dev\" and not ip.src in {192.0.2.0/24}")
        );
    }

    public async ValueTask DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task A_ruleset_that_is_there_is_shown_agreed_to_and_taken_over()
    {
        var report = await _setup.RunAsync(Dev);

        Assert.Empty(report.Blockers);
        Assert.Equal(
            ["0123456789abcdef0123456789abcdef block http.host eq \"intranet.ada.dev\" and not ip.src in {192.0.2.0/24}"],
            _setup.FileOf("dev").List("extraRules")
        );
        var changes = _setup.Pulumi.Calls.Where(call => call.Step is "up" or "import").ToList();
        Assert.Equal(["up", "--yes", "--skip-preview", "--target", Zone], changes[0].Arguments.Take(5));
        Assert.Equal(
            [
                "import",
                "cloudflare:index/ruleset:Ruleset",
                "custom",
                $"zones/{FakeAccount.ZoneId}/{Custom}",
                "--parent",
                $"zone={Zone}",
                "--protect=false",
                "--generate-code=false",
            ],
            changes[1].Arguments.Take(8)
        );
        var told = _setup.Conversation.Text;
        Assert.True(
            told.IndexOf($"pulumi import cloudflare:index/ruleset:Ruleset custom zones/{FakeAccount.ZoneId}/{Custom}", StringComparison.Ordinal)
                < told.IndexOf("Took over 1", StringComparison.Ordinal)
        );
        Assert.Equal("nobody", Assert.Single(report.Rulesets).Belongs);
    }

    [Fact]
    public async Task Taken_over_once_it_is_not_taken_over_again()
    {
        await _setup.RunAsync(Dev);
        var calls = _setup.Pulumi.Calls.Count;

        var report = await _setup.RunAsync(Dev);

        Assert.True(report.IsInOrder);
        Assert.Equal("this-stack", Assert.Single(report.Rulesets).Belongs);
        Assert.DoesNotContain(_setup.Pulumi.Calls.Skip(calls), call => call.Step is "up" or "import");
    }

    [Fact]
    public async Task A_takeover_that_broke_off_goes_on_where_it_was()
    {
        _setup.Cloudflare.Data.AddRuleset(Limits, "http_ratelimit");
        _setup.Pulumi.Fail("import", "connection reset by peer", after: true, times: 1);
        var error = await Assert.ThrowsAsync<DeploymentException>(() => _setup.RunAsync(Dev));
        Assert.Contains("connection reset", error.Message, StringComparison.Ordinal);

        var report = await _setup.RunAsync(Dev);

        Assert.Empty(report.Blockers);
        Assert.Equal(["custom", "ratelimit"], _setup.Pulumi.Calls.Where(call => call.Step == "import").Select(call => call.Arguments[2]));
    }

    [Fact]
    public async Task Rules_that_would_go_need_a_yes_of_their_own()
    {
        _setup.Cloudflare.Data.AddRuleset(Limits, "http_ratelimit", Rule("r1", "Login", "block", "http.request.uri.path eq \"/login\""));
        var rules = _setup.Cloudflare.Data.Rulesets[0]["rules"]!.AsArray();
        rules.Add(Rule("r2", "Let the office in", "skip", "ip.src eq 192.0.2.1"));
        rules.Add(Rule("r3", "Off", "block", "true", enabled: false));
        rules.Add(Rule("r4", "With a page", "block", "true", parameters: new JsonObject { ["response"] = new JsonObject { ["status_code"] = 403 } }));
        _setup.Conversation = new() { CanAsk = false };
        var file = _setup["dev"];

        var report = await _setup.RunAsync(Dev);

        Assert.Contains("--adopt", Assert.Single(report.Blockers), StringComparison.Ordinal);
        Assert.Equal(file, _setup["dev"]);
        Assert.DoesNotContain(_setup.Pulumi.Calls, call => call.Step is "up" or "import" or "config set");
        var lost = _setup.Conversation.Marked(SetupMark.Lacking).Where(line => line.StartsWith("would go", StringComparison.Ordinal)).ToList();
        Assert.Equal(4, lost.Count);
        Assert.Contains(lost, line => line.Contains("'Let the office in' (skip", StringComparison.Ordinal));

        Assert.Empty((await _setup.RunAsync(Dev with { Adopt = true })).Blockers);
        Assert.Equal(2, _setup.Pulumi.Calls.Count(call => call.Step == "import"));
    }

    [Fact]
    public async Task A_takeover_that_is_refused_is_not_done()
    {
        _setup.Conversation.Refusals.Add("Take them over?");

        var report = await _setup.RunAsync(Dev with { Yes = false });

        Assert.Contains("20217", Assert.Single(report.Blockers), StringComparison.Ordinal);
        Assert.DoesNotContain(_setup.Pulumi.Calls, call => call.Step is "up" or "import" or "config set");
    }

    [Fact]
    public async Task The_rules_of_another_stack_are_not_taken_by_themselves()
    {
        _setup.Cloudflare.Data.Rulesets[0]["rules"]!.AsArray().Add(Rule("nanoclaw_credentials", "", "block", "true"));
        _setup.Conversation = new() { CanAsk = false };

        var report = await _setup.RunAsync(Dev);

        Assert.Contains("another stack's", Assert.Single(report.Blockers), StringComparison.Ordinal);
        Assert.Equal("another-stack", Assert.Single(report.Rulesets).Belongs);
    }

    [Fact]
    public async Task Rules_of_this_stack_do_not_make_another_ruleset_anothers()
    {
        await _setup.RunAsync(Dev);
        _setup.Cloudflare.Data.Rulesets[0]["rules"]!.AsArray().Add(Rule("nanoclaw_credentials", "", "block", "true"));
        _setup.Cloudflare.Data.AddRuleset(Limits, "http_ratelimit");
        _setup.Conversation = new() { CanAsk = false };

        Assert.Empty((await _setup.RunAsync(Dev)).Blockers);
        Assert.Equal(2, _setup.Pulumi.Calls.Count(call => call.Step == "import"));
    }

    [Fact]
    public async Task An_update_that_would_make_the_ruleset_anew_is_told_as_a_danger()
    {
        _setup.Pulumi["dev"] = new JsonObject
        {
            ["steps"] = new JsonArray(
                new JsonObject
                {
                    ["op"] = "replace",
                    ["type"] = "cloudflare:index/ruleset:Ruleset",
                    ["name"] = "custom",
                }
            ),
        };

        var error = await Assert.ThrowsAsync<DeploymentException>(() => _setup.RunAsync(Dev));

        Assert.Equal(DeploymentFailure.Dangerous, error.Failure);
        Assert.Contains("20217", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ruleset_of_a_phase_that_the_plan_does_not_let_the_program_declare_stays()
    {
        _setup.Cloudflare.Data.Rulesets.Clear();
        _setup.Cloudflare.Data.AddRuleset(Limits, "http_request_firewall_managed", Rule("r1", "", "execute", "true"));

        var report = await _setup.RunAsync(Dev);

        Assert.Empty(report.Blockers);
        Assert.DoesNotContain(_setup.Pulumi.Calls, call => call.Step == "import");
    }

    [Fact]
    public async Task Looking_only_shows_the_takeover_and_does_nothing()
    {
        var report = await _setup.RunAsync(Dev with { Check = true, Yes = false });

        Assert.False(report.IsInOrder);
        Assert.Contains(report.Changes, change => change.Key == "extraRules");
        Assert.DoesNotContain(_setup.Pulumi.Calls, call => call.Step is "up" or "import" or "config set" or "stack init");
    }

    private static JsonObject Rule(string name, string description, string action, string expression, bool enabled = true, JsonObject? parameters = null)
    {
        var rule = new JsonObject
        {
            ["id"] = name,
            ["ref"] = name,
            ["description"] = description,
            ["action"] = action,
            ["expression"] = expression,
            ["enabled"] = enabled,
            ["version"] = "1",
        };
        if (parameters is not null)
        {
            rule["action_parameters"] = parameters;
        }

        return rule;
    }
}
