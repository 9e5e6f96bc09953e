using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NanoClaw.Infra.Tests.Evaluation;
using Pulumi;
using Pulumi.Cloudflare;

namespace NanoClaw.Infra.Tests.Stacks;

/// <summary>The script that strangers reach holds no key, and the one that holds the keys has no door.</summary>
public sealed partial class FrontTests
{
    private static readonly string[] Keys = ["planted-gateway-token", "sk-planted-second-key"];

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    [InlineData("workers-ai")]
    public async Task No_key_of_a_model_is_in_the_script_that_strangers_reach(string provider)
    {
        var evaluated = await EverythingAsync(provider);
        var front = evaluated.FrontWorker;
        var secrets = front.List("bindings").Where(b => b.Text("type") == "secret_text").Select(b => b.Text("name")).ToArray();

        Assert.NotEmpty(secrets);
        Assert.All(secrets, name => Assert.Matches("^(BACKUP_)?TOKEN_SHA256_(CURRENT|PREVIOUS)$", name));
        Assert.DoesNotContain(front.List("bindings"), b => b.Text("type") == "ai" || b.Text("name").StartsWith("MODEL_", StringComparison.Ordinal));
        Assert.All([.. Keys, SampleConfig.ModelApiKey], key => Assert.DoesNotContain(key, front.Canonical(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_leads_to_the_agent_s_script(bool hasAdmin)
    {
        var evaluated = await EverythingAsync("anthropic", ("adminEmails", hasAdmin ? "[\"ada@example.com\"]" : "[]"));
        var agent = evaluated.Worker.Text("scriptName");
        var subdomain = Assert.Single(evaluated.OfType("WorkersScriptSubdomain"), it => it.Text("scriptName") == agent);

        Assert.Equal((false, false), (subdomain.Flag("enabled"), subdomain.Flag("previewsEnabled")));
        Assert.NotEqual(agent, evaluated.Single("WorkersCustomDomain").Text("service"));
        Assert.NotEmpty(evaluated.OfType("WorkersRoute"));
        Assert.DoesNotContain(evaluated.OfType("WorkersRoute"), route => route.Text("script") == agent);
        Assert.DoesNotContain(
            evaluated.OfType("WorkersScript").SelectMany(script => script.List("bindings")),
            b => b.Has("service") && b.Text("service") == agent
        );
        Assert.DoesNotContain(evaluated.Bindings(), b => b.Text("type") == "ratelimit" || b.Text("name").Contains("TOKEN_SHA256", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_hostname_leads_to_the_front_which_asks_the_agent_s_objects()
    {
        var evaluated = await EverythingAsync("anthropic");
        var (front, route) = (evaluated.FrontWorker, evaluated.Single("WorkersRoute"));
        var objects = front.List("bindings").Where(b => b.Text("type") == "durable_object_namespace").ToDictionary(b => b.Text("name"), StringComparer.Ordinal);

        Assert.Equal("nanoclaw-prod-front", front.Text("scriptName"));
        Assert.Equal(
            ("agent.example.com", "nanoclaw-prod-front"),
            (evaluated.Single("WorkersCustomDomain").Text("hostname"), evaluated.Single("WorkersCustomDomain").Text("service"))
        );
        Assert.Equal(("agent.example.com/*", "nanoclaw-prod-front"), (route.Text("pattern"), route.Text("script")));
        Assert.Equal(["GROUPS", "RUN_CAPS"], objects.Keys.Order(StringComparer.Ordinal));
        Assert.All(objects.Values, it => Assert.Equal("nanoclaw-prod", it.Text("scriptName")));
        Assert.False(front.Has("migrations"));
        Assert.Equal(CloudflareMocks.Digest(front.Text("content")), front.Part("annotations").Text("workersTag"));
    }

    [Theory]
    [InlineData("worker", "agent")]
    [InlineData("front-worker", "front")]
    public async Task Each_script_is_bound_to_what_it_reads_and_to_no_more(string script, string role)
    {
        var manifest = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "moltworker", "manifest.json"), TestContext.Current.CancellationToken)
        )!;
        var read = manifest["bindings"]![role]!.AsArray().Select(name => name!.GetValue<string>()).ToArray();
        List<Evaluated> all = [];
        foreach (var provider in new[] { "anthropic", "openai", "workers-ai" })
        {
            all.Add(await EverythingAsync(provider));
        }

        var bound = all.SelectMany(it => it.OfType("WorkersScript").Single(s => s.Name == script).List("bindings"))
            .Select(b => Numbered().Replace(b.Text("name"), "MODEL_"))
            .Where(name => name != "DATABASE")
            .Distinct(StringComparer.Ordinal);

        Assert.Equal(read.Order(StringComparer.Ordinal), bound.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Where_an_older_program_attached_the_hostname_it_stays_attached_and_the_route_goes_before_it()
    {
        var evaluated = await EverythingAsync("anthropic");
        var domain = evaluated.Seen.Single(s => s.Resource is WorkersCustomDomain);

        // The provider would delete the domain, with its DNS record and certificate, to attach it elsewhere.
        Assert.Equal(["service"], domain.Options.IgnoreChanges);
        Assert.Equal("moltworker", domain.Options.Parent!.GetResourceName());
    }

    [Fact]
    public async Task Neither_domain_nor_route_leads_there_before_what_guards_it()
    {
        var evaluated = await EverythingAsync("anthropic");
        foreach (var way in evaluated.Seen.Where(s => s.Resource is WorkersCustomDomain or WorkersRoute))
        {
            var before = (await Evaluated.ReadAsync(way.Options.DependsOn.ToOutput())).Value;
            Assert.Equal(2, before.OfType<ZeroTrustAccessApplication>().Count());
            Assert.Equal(2, before.OfType<Ruleset>().Count());
            Assert.Contains(before.OfType<WorkersScriptSubdomain>(), it => it.GetResourceName() == "front-subdomain");
        }
    }

    [Fact]
    public async Task The_protection_of_sessions_is_the_agent_s()
    {
        var evaluated = await EverythingAsync("anthropic");
        bool? Protected(string name) => evaluated.Seen.Single(s => s.Resource is WorkersScript && s.Resource.GetResourceName() == name).Options.Protect;

        Assert.True(Protected("worker"));
        Assert.NotEqual(true, Protected("front-worker"));
    }

    private static Task<Evaluated> EverythingAsync(string provider, params (string, string?)[] more) =>
        Evaluated.RunAsync(
            "prod",
            SampleConfig.Owner([
                ("modelProvider", provider),
                ("modelBaseUrl", provider == "openai" ? "https://api.openai.com/v1" : null),
                ("rotationVersion", "2"),
                ("d1", "true"),
                ("r2", "true"),
                .. provider == "anthropic"
                    ? (ReadOnlySpan<(string, string?)>)
                        [("aiGateway", "true"), ("aiGatewayToken", Keys[0]), ("nextModels", "[\"openai b-model\"]"), ("modelApiKey2", Keys[1])]
                    : [],
                .. more,
            ])
        );

    [GeneratedRegex("^MODEL_[0-9]_", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Numbered();
}
