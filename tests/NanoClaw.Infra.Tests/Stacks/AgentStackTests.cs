using NanoClaw.Infra.Tests.Evaluation;
using Pulumi;
using Pulumi.Cloudflare;
using Pulumi.Cloudflare.Inputs;

namespace NanoClaw.Infra.Tests.Stacks;

public sealed class AgentStackTests
{
    private static readonly string[] Covered = ["agent.example.com", "agent-staging.example.com"];

    [Theory]
    [InlineData("dev")]
    [InlineData("staging")]
    [InlineData("prod")]
    public async Task Every_environment_has_its_worker_its_gate_and_its_credentials(string stack)
    {
        var evaluated = await FromFileAsync(stack);

        var script = evaluated.Worker;
        Assert.Equal($"nanoclaw-{stack}", script.Text("scriptName"));
        Assert.Equal("application/javascript+module", script.Text("contentType"));
        Assert.Equal(stack, evaluated.Binding("ENVIRONMENT").Text("text"));
        Assert.Equal("required", evaluated.Binding("ACCESS_MODE").Text("text"));
        Assert.Equal(2, evaluated.OfType("ZeroTrustAccessApplication").Count);
        Assert.Single(evaluated.OfType("ZeroTrustAccessServiceToken"));
        Assert.Equal(
            ["backup-token-v1", "token-v1"],
            evaluated.OfType("RandomBytes").Select(r => r.Name).Where(name => name.Contains("token", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("staging")]
    [InlineData("prod")]
    public async Task No_environment_answers_at_workers_dev_or_a_preview_address(string stack)
    {
        var evaluated = await FromFileAsync(stack);
        var subdomains = evaluated.OfType("WorkersScriptSubdomain");

        Assert.Equal(
            evaluated.OfType("WorkersScript").Select(s => s.Text("scriptName")).Order(StringComparer.Ordinal),
            subdomains.Select(s => s.Text("scriptName")).Order(StringComparer.Ordinal)
        );
        Assert.All(subdomains, subdomain => Assert.False(subdomain.Flag("enabled")));
        Assert.All(subdomains, subdomain => Assert.False(subdomain.Flag("previewsEnabled")));
    }

    [Fact]
    public async Task Only_the_owner_declares_the_zone_s_rules_and_settings()
    {
        Assert.Equal(2, (await FromFileAsync("prod")).OfType("Ruleset").Count);
        Assert.Equal(4, (await FromFileAsync("prod")).OfType("ZoneSetting").Count);
        Assert.Empty((await FromFileAsync("staging")).OfType("Ruleset"));
        Assert.Empty((await FromFileAsync("staging")).OfType("ZoneSetting"));
    }

    [Fact]
    public async Task The_outputs_are_what_a_client_is_configured_with()
    {
        var stack = (await FromFileAsync("prod")).Stack;

        Assert.Equal(("https://agent.example.com", false), await Evaluated.ReadAsync(stack.AgentEndpoint));
        Assert.Equal((CloudflareMocks.Digest("token prod token-v1"), true), await Evaluated.ReadAsync(stack.AgentToken));
        Assert.Equal((120_000, false), await Evaluated.ReadAsync(stack.RequestTimeoutMs));
        Assert.Equal(("prod", false), await Evaluated.ReadAsync(stack.Environment));
        Assert.EndsWith(".access", (await Evaluated.ReadAsync(stack.AccessClientId)).Value, StringComparison.Ordinal);
        Assert.StartsWith("cfast_", (await Evaluated.ReadAsync(stack.AccessClientSecret)).Value, StringComparison.Ordinal);
        Assert.True((await Evaluated.ReadAsync(stack.AccessClientSecret)).IsSecret);
        Assert.Equal(Covered.Order(), (await Evaluated.ReadAsync(stack.CoveredHostnames)).Value);
        Assert.Equal(("nanoclaw-prod", false), await Evaluated.ReadAsync(stack.WorkerName));
        Assert.Equal(("00000000000000000000000000000000", false), await Evaluated.ReadAsync(stack.AccountId));
        Assert.Equal(("paid", false), await Evaluated.ReadAsync(stack.WorkersPlan));
        Assert.Equal((1, false), await Evaluated.ReadAsync(stack.CredentialGeneration));
        Assert.Equal(("2026-11-01T12:00:00Z", false), await Evaluated.ReadAsync(stack.CredentialCreatedAt));
        Assert.Equal(("2027-11-01T12:00:00Z", false), await Evaluated.ReadAsync(stack.CredentialExpiresAt));
    }

    [Fact]
    public async Task The_outputs_lead_to_the_dashboard_s_pages()
    {
        var stack = (await Evaluated.RunAsync("dev", SampleConfig.Owner())).Stack;
        foreach (var output in new[] { stack.DashboardWorker, stack.DashboardLogs, stack.DashboardAccess, stack.DashboardRules })
        {
            var (address, isSecret) = await Evaluated.ReadAsync(output);
            Assert.False(isSecret);
            var uri = new Uri(address);
            Assert.Equal("https", uri.Scheme);
            Assert.EndsWith("dash.cloudflare.com", uri.Host, StringComparison.Ordinal);
            Assert.StartsWith("/0123456789abcdef0123456789abcdef/", uri.AbsolutePath, StringComparison.Ordinal);
        }

        Assert.Contains("/nanoclaw-dev/", (await Evaluated.ReadAsync(stack.DashboardLogs)).Value, StringComparison.Ordinal);
        Assert.Contains("/example.com/", (await Evaluated.ReadAsync(stack.DashboardRules)).Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tokens_of_two_environments_differ()
    {
        var (dev, prod) = ((await FromFileAsync("dev")).Stack, (await FromFileAsync("prod")).Stack);

        Assert.NotEqual((await Evaluated.ReadAsync(dev.AgentToken)).Value, (await Evaluated.ReadAsync(prod.AgentToken)).Value);
        Assert.NotEqual((await Evaluated.ReadAsync(dev.AccessClientId)).Value, (await Evaluated.ReadAsync(prod.AccessClientId)).Value);
    }

    [Fact]
    public async Task The_worker_holds_the_token_s_hash_and_not_the_token()
    {
        var evaluated = await FromFileAsync("prod");
        var token = (await Evaluated.ReadAsync(evaluated.Stack.AgentToken)).Value;

        Assert.Equal(CloudflareMocks.Digest(token), evaluated.Binding("TOKEN_SHA256_CURRENT").Text("text"));
        Assert.All(evaluated.OfType("WorkersScript"), script => Assert.DoesNotContain(token, script.Canonical(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("TOKEN_SHA256_CURRENT")]
    [InlineData("TOKEN_SHA256_PREVIOUS")]
    [InlineData("MODEL_API_KEY")]
    public async Task A_secret_binding_is_secret_in_type_and_in_state(string name)
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner(("rotationVersion", "2")));
        var scripts = evaluated.Seen.Select(s => s.Args).OfType<WorkersScriptArgs>();
        var bindings = await Task.WhenAll(scripts.Select(async args => (await Evaluated.ReadAsync(args.Bindings.ToOutput())).Value));

        var binding = bindings.SelectMany(them => them).Single(b => NameOf(b) == name);
        Assert.Equal("secret_text", evaluated.Binding(name).Text("type"));
        Assert.True(await Output.IsSecretAsync(binding.Text.ToOutput()));
    }

    [Fact]
    public async Task Bindings_come_in_the_order_of_their_names()
    {
        foreach (var script in (await FromFileAsync("prod")).OfType("WorkersScript"))
        {
            var names = script.List("bindings").Select(b => b.Text("name")).ToList();

            Assert.Equal(names.Order(StringComparer.Ordinal), names);
            Assert.Equal(names.Distinct().Count(), names.Count);
        }
    }

    [Theory]
    [InlineData("agent", "worker")]
    [InlineData("front", "front-worker")]
    public async Task Each_script_gets_every_binding_that_its_README_requires(string role, string name)
    {
        var evaluated = await Evaluated.RunAsync(
            "prod",
            SampleConfig.Owner(
                ("rotationVersion", "2"),
                ("r2", "true"),
                ("aiGateway", "true"),
                ("aiGatewayToken", "planted-gateway-token"),
                ("nextModels", "[\"openai b-model\"]"),
                ("modelApiKey2", "sk-planted-second-key")
            )
        );
        var documented = File.ReadLines(Repository.PathTo("src/moltworker/README.md"))
            .SkipWhile(line => line != "## Bindings")
            .Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|'))
            .Where(cells => cells.Length > 4 && cells[3].Contains(role, StringComparison.Ordinal))
            .SelectMany(cells => cells[1].Split(',').Select(binding => (Name: binding.Trim().Trim('`'), Type: cells[2].Trim())))
            .Where(binding => binding.Name != "AI")
            .ToDictionary(
                b => b.Name,
                b =>
                    b.Type switch
                    {
                        "plain text" => "plain_text",
                        "secret text" => "secret_text",
                        "durable object" => "durable_object_namespace",
                        "r2 bucket" => "r2_bucket",
                        var other => other,
                    }
            );

        Assert.Equal(
            documented.OrderBy(b => b.Key, StringComparer.Ordinal),
            evaluated
                .OfType("WorkersScript")
                .Single(script => script.Name == name)
                .List("bindings")
                .ToDictionary(b => b.Text("name"), b => b.Text("type"))
                .OrderBy(b => b.Key, StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Workers_AI_is_bound_and_needs_no_key()
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner(("modelProvider", "workers-ai"), ("modelApiKey", "none")));

        Assert.Equal("ai", evaluated.Binding("AI").Text("type"));
        Assert.DoesNotContain(evaluated.Bindings(), b => b.Text("name") == "MODEL_API_KEY");
    }

    [Fact]
    public async Task The_bundle_is_inline_with_its_hash_stated_and_no_path_of_this_machine()
    {
        var evaluated = await FromFileAsync("prod");
        var script = evaluated.Worker;

        Assert.Equal(CloudflareMocks.Digest(script.Text("content")), script.Part("annotations").Text("workersTag"));
        Assert.False(script.Has("contentFile"));
        Assert.All(evaluated.Resources, r => Assert.DoesNotContain(Repository.Root, new Declared(r.Name!, r.Inputs).Canonical(), StringComparison.Ordinal));
        Assert.All(
            evaluated.Resources,
            r => Assert.DoesNotContain(AppContext.BaseDirectory, new Declared(r.Name!, r.Inputs).Canonical(), StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("free", false)]
    [InlineData("paid", true)]
    public async Task A_CPU_limit_is_declared_only_where_the_plan_takes_one(string plan, bool declared) =>
        Assert.Equal(declared, (await Evaluated.RunAsync("prod", SampleConfig.Owner(("workersPlan", plan)))).Worker.Has("limits"));

    [Fact]
    public async Task The_hostname_is_opened_after_everything_that_guards_it()
    {
        var evaluated = await FromFileAsync("prod");
        var domain = evaluated.Seen.Single(s => s.Resource is WorkersCustomDomain);
        var guards = (await Evaluated.ReadAsync(domain.Options.DependsOn.ToOutput())).Value;

        Assert.Equal(2, guards.OfType<ZeroTrustAccessApplication>().Count());
        Assert.Equal(2, guards.OfType<Ruleset>().Count());
        Assert.Equal(4, guards.OfType<ZoneSetting>().Count());
        Assert.Equal(2, guards.OfType<WorkersScriptSubdomain>().Count());
    }

    [Fact]
    public async Task Every_resource_is_the_child_of_its_component()
    {
        var evaluated = await Evaluated.RunAsync(
            "prod",
            SampleConfig.Owner(
                ("d1", "true"),
                ("r2", "true"),
                ("aiGateway", "true"),
                ("aiGatewayToken", "planted-gateway-token"),
                ("alertEmails", "[\"ada@example.com\"]")
            )
        );

        Assert.All(evaluated.Seen.Where(s => s.Resource is CustomResource), s => Assert.IsAssignableFrom<ComponentResource>(s.Options.Parent));
        Assert.DoesNotContain(evaluated.Seen, s => s.Resource is CustomResource && s.Options.Parent is Stack);
    }

    [Fact]
    public async Task Nothing_is_registered_when_the_settings_are_wrong()
    {
        var mocks = new CloudflareMocks();

        var error = await Assert.ThrowsAnyAsync<Exception>(() =>
            Evaluated.RunAsync("prod", SampleConfig.Owner(("zonePlan", "gold"), ("hostname", "x y")), mocks)
        );

        Assert.Contains("has 2 mistakes; nothing was registered", error.Message, StringComparison.Ordinal);
        Assert.Empty(mocks.Registered);
    }

    [Fact]
    public async Task A_member_whose_hostname_the_owner_covers_is_declared_whole()
    {
        var evaluated = await FromFileAsync("staging");

        Assert.Empty(evaluated.OfType("StackReference"));
        Assert.Equal("agent-staging.example.com", evaluated.Single("WorkersCustomDomain").Text("hostname"));
    }

    [Fact]
    public async Task A_member_whose_hostname_the_owner_does_not_cover_is_told_the_owner_s_key()
    {
        var mocks = new CloudflareMocks { CoveredHostnames = ["agent.example.com"] };

        var error = await Assert.ThrowsAnyAsync<Exception>(() => Evaluated.RunAsync("staging", SampleConfig.FromFile("staging"), mocks));

        Assert.Contains("nanoclaw:hostnames", error.Message, StringComparison.Ordinal);
        Assert.Contains("organization/nanoclaw/prod", error.Message, StringComparison.Ordinal);
        Assert.Empty(mocks.Registered);
    }

    [Fact]
    public async Task An_owner_that_was_never_deployed_is_named_with_what_to_run()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => Evaluated.RunAsync("staging", SampleConfig.FromFile("staging"), new CloudflareMocks()));

        Assert.Contains("has no output 'coveredHostnames'", error.Message, StringComparison.Ordinal);
        Assert.Contains("pulumi up", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("staging")]
    [InlineData("prod")]
    public async Task A_preview_needs_nothing_that_only_an_update_knows(string stack)
    {
        var evaluated = await Evaluated.RunAsync(stack, SampleConfig.FromFile(stack), new() { CoveredHostnames = Covered }, isPreview: true);

        Assert.NotEmpty(evaluated.OfType("WorkersScript"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Mocks_that_compute_nothing_still_show_what_is_declared(bool isPreview)
    {
        var config = SampleConfig.Owner(
            ("d1", "true"),
            ("r2", "true"),
            ("aiGateway", "true"),
            ("aiGatewayToken", "planted-gateway-token"),
            ("rotationVersion", "2")
        );

        var evaluated = await Evaluated.RunAsync("prod", config, new() { ComputesNothing = true }, isPreview);

        Assert.Equal("nanoclaw-prod", evaluated.Worker.Text("scriptName"));
        Assert.Equal("agent.example.com", evaluated.Single("WorkersCustomDomain").Text("hostname"));
        Assert.Single(evaluated.OfType("Command"));
    }

    [Fact]
    public async Task A_token_that_was_not_made_leaves_its_hash_out()
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner(), new() { ComputesNothing = true });

        Assert.Null(evaluated.Binding("TOKEN_SHA256_CURRENT").Inputs.GetValueOrDefault("text"));
    }

    private static Task<Evaluated> FromFileAsync(string stack) => Evaluated.RunAsync(stack, SampleConfig.FromFile(stack), new() { CoveredHostnames = Covered });

    private static string NameOf(WorkersScriptBindingArgs binding) => OutputValue(binding.Name);

    private static string OutputValue(Input<string> input) => Evaluated.ReadAsync(input.ToOutput()).GetAwaiter().GetResult().Value;
}
