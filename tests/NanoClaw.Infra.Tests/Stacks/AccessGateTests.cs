using NanoClaw.Infra.Tests.Evaluation;

namespace NanoClaw.Infra.Tests.Stacks;

public sealed class AccessGateTests
{
    [Theory]
    [InlineData("free")]
    [InlineData("pro")]
    [InlineData("business")]
    [InlineData("enterprise")]
    public async Task No_policy_lets_everyone_in_or_goes_round_the_gate(string plan)
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner(("zonePlan", plan), ("adminEmails", "[\"ada@example.com\"]")));

        Assert.All(
            evaluated.OfType("ZeroTrustAccessPolicy"),
            policy =>
            {
                Assert.Contains(policy.Text("decision"), new[] { "non_identity", "allow" });
                Assert.NotEmpty(policy.List("includes"));
                Assert.All(policy.List("includes"), include => Assert.Contains(Assert.Single(include.Inputs.Keys), new[] { "serviceToken", "email" }));
            }
        );
    }

    [Fact]
    public async Task Services_pass_by_the_environment_s_own_token_alone()
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner());
        var application = Application(evaluated, "agent");
        var policy = Policy(evaluated, application);

        Assert.Equal("non_identity", policy.Text("decision"));
        Assert.Equal("service-v1-id", Assert.Single(policy.List("includes")).Part("serviceToken").Text("tokenId"));
        Assert.True(application.Flag("serviceAuth401Redirect"));
        Assert.Equal("agent.example.com", Assert.Single(application.List("destinations")).Text("uri"));
    }

    [Fact]
    public async Task Admins_pass_by_e_mail_alone_at_admin_and_below()
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner(("adminEmails", "[\"grace@example.com\", \"Ada@example.com\"]")));
        var application = Application(evaluated, "admin");
        var policy = Policy(evaluated, application);

        Assert.Equal("allow", policy.Text("decision"));
        Assert.Equal(["ada@example.com", "grace@example.com"], policy.List("includes").Select(i => i.Part("email").Text("email")));
        Assert.Equal(["agent.example.com/admin", "agent.example.com/admin/*"], application.List("destinations").Select(d => d.Text("uri")));
    }

    [Fact]
    public async Task A_session_lasts_as_long_as_both_policy_and_application_say()
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner(("adminEmails", "[\"ada@example.com\"]")));

        Assert.All(
            new[] { ("agent", "15m"), ("admin", "8h") },
            expected =>
            {
                var application = Application(evaluated, expected.Item1);
                Assert.Equal(expected.Item2, application.Text("sessionDuration"));
                Assert.Equal(expected.Item2, Policy(evaluated, application).Text("sessionDuration"));
            }
        );
    }

    [Fact]
    public async Task Without_admins_the_admin_application_stands_and_lets_nobody_in()
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner());

        Assert.Empty(Application(evaluated, "admin").List("policies"));
        Assert.Single(evaluated.OfType("ZeroTrustAccessPolicy"));
    }

    [Fact]
    public async Task The_worker_demands_the_agent_application_s_audience_and_the_tokens_client_ids()
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner());

        Assert.Equal(CloudflareMocks.Digest("aud prod agent"), evaluated.Binding("ACCESS_AUDIENCES").Text("text"));
        Assert.Equal((await Evaluated.ReadAsync(evaluated.Stack.AccessClientId)).Value, evaluated.Binding("ACCESS_CLIENT_IDS").Text("text"));
    }

    private static Declared Application(Evaluated evaluated, string name) => Assert.Single(evaluated.OfType("ZeroTrustAccessApplication"), a => a.Name == name);

    private static Declared Policy(Evaluated evaluated, Declared application)
    {
        var id = Assert.Single(application.List("policies")).Text("id");
        return Assert.Single(evaluated.OfType("ZeroTrustAccessPolicy"), p => $"{p.Name}-id" == id);
    }
}
