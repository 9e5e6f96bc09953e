using NanoClaw.Infra.Tests.Evaluation;
using Pulumi;
using Pulumi.Cloudflare;

namespace NanoClaw.Infra.Tests.Stacks;

/// <summary>The page for people is a Worker of its own, which only they reach.</summary>
public sealed class AdminPageTests
{
    private static readonly (string, string?) Ada = ("adminEmails", "[\"Ada@example.com\"]");

    [Fact]
    public async Task Where_nobody_may_open_it_there_is_no_such_page()
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner());

        Assert.DoesNotContain(evaluated.OfType("WorkersScript"), script => script.Name == "admin-worker");
        Assert.DoesNotContain(evaluated.OfType("WorkersRoute"), route => route.Name == "admin-route");
        Assert.Equal(("", false), await Evaluated.ReadAsync(evaluated.Stack.AdminUrl));
    }

    [Fact]
    public async Task It_answers_below_admin_on_the_agent_s_hostname_and_uses_the_agent_s_objects()
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner(Ada));
        var (script, route) = (evaluated.AdminWorker, evaluated.OfType("WorkersRoute").Single(it => it.Name == "admin-route"));
        var bindings = script.List("bindings").ToDictionary(b => b.Text("name"), StringComparer.Ordinal);

        Assert.Equal("nanoclaw-prod-admin-page", script.Text("scriptName"));
        Assert.Equal(("agent.example.com/admin*", "nanoclaw-prod-admin-page"), (route.Text("pattern"), route.Text("script")));
        Assert.All(["GROUPS", "RUN_CAPS"], name => Assert.Equal("nanoclaw-prod", bindings[name].Text("scriptName")));
        Assert.Equal("nanoclaw-prod-front", bindings["AGENT"].Text("service"));
        Assert.False(script.Has("migrations"));
        Assert.Equal(("https://agent.example.com/admin", false), await Evaluated.ReadAsync(evaluated.Stack.AdminUrl));
    }

    [Fact]
    public async Task It_lets_in_the_listed_people_of_the_admin_application_and_holds_no_secret_but_its_form_key()
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner(Ada));
        var bindings = evaluated.AdminWorker.List("bindings");
        string Text(string name) => bindings.Single(b => b.Text("name") == name).Text("text");

        Assert.Equal("ada@example.com", Text("ADMIN_EMAILS"));
        Assert.Equal(CloudflareMocks.Digest("aud prod admin"), Text("ADMIN_AUDIENCE"));
        Assert.NotEqual(evaluated.Binding("ACCESS_AUDIENCES").Text("text"), Text("ADMIN_AUDIENCE"));
        Assert.Equal(["FORM_KEY"], bindings.Where(b => b.Text("type") == "secret_text").Select(b => b.Text("name")));
        Assert.Equal(CloudflareMocks.Digest("token prod admin-form-key"), Text("FORM_KEY"));
        Assert.Equal("2026-11-01T12:00:00Z", Text("CREDENTIAL_CREATED_AT"));
    }

    [Fact]
    public async Task It_knows_what_the_stack_s_models_cost_where_the_table_does()
    {
        var settings = SampleConfig.Owner(Ada, ("modelName", "claude-haiku-4-5"), ("nextModels", "[\"workers-ai @cf/nobody/knows\"]"));
        var bindings = (await Evaluated.RunAsync("prod", settings)).AdminWorker.List("bindings");

        Assert.Equal(
            """{"claude-haiku-4-5":{"input":1,"cacheRead":0.10,"cacheWrite":2,"output":5}}""",
            bindings.Single(b => b.Text("name") == "MODEL_PRICES").Text("text")
        );
    }

    [Theory]
    [InlineData(null, "off")]
    [InlineData("true", "on")]
    public async Task Conversations_are_read_there_only_where_the_stack_says_so(string? setting, string bound) =>
        Assert.Equal(
            bound,
            (await Evaluated.RunAsync("prod", SampleConfig.Owner(Ada, ("adminReadsConversations", setting))))
                .AdminWorker.List("bindings")
                .Single(b => b.Text("name") == "READS_CONVERSATIONS")
                .Text("text")
        );

    [Fact]
    public async Task Nothing_leads_to_it_before_what_guards_it()
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner(Ada));
        var route = evaluated.Seen.Single(s => s.Resource is WorkersRoute && s.Resource.GetResourceName() == "admin-route");
        var before = (await Evaluated.ReadAsync(route.Options.DependsOn.ToOutput())).Value;

        Assert.Equal(["admin"], before.OfType<ZeroTrustAccessApplication>().Select(a => a.GetResourceName()));
        Assert.Equal(2, before.OfType<Ruleset>().Count());
        Assert.Single(before.OfType<WorkersScriptSubdomain>());
        Assert.Single(before.OfType<WorkersCustomDomain>());
    }

    [Theory]
    [InlineData("nanoclaw-prod-admin-page")]
    [InlineData("a-name-that-is-as-long-as-a-worker-s-may-be-and-one-x")]
    public async Task A_worker_whose_name_could_be_another_one_s_page_or_leaves_no_room_for_its_own_is_refused(string name) =>
        Assert.Contains(
            "workerName",
            (await Assert.ThrowsAnyAsync<Exception>(() => Evaluated.RunAsync("prod", SampleConfig.Owner(("workerName", name))))).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task The_bindings_are_those_that_its_README_names()
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner(Ada));
        var documented = File.ReadLines(Repository.PathTo("src/moltworker/src/admin/README.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => line.Split('|')[1].Split(',').Select(name => name.Trim().Trim('`')));

        Assert.Equal(
            documented.Order(StringComparer.Ordinal),
            evaluated.AdminWorker.List("bindings").Select(b => b.Text("name")).Order(StringComparer.Ordinal)
        );
    }
}
