using System.Reflection;
using System.Text.Json;
using NanoClaw.Infra.Settings;
using NanoClaw.Infra.Tests.Evaluation;
using NanoClaw.Samples.OwnProgram;
using Pulumi;
using Pulumi.Testing;

namespace NanoClaw.Infra.Tests.Stacks;

/// <summary>The agent as a component of somebody else's program.</summary>
public sealed class CloudflareAgentTests
{
    private static readonly CloudflareAgentArgs Args = new()
    {
        AccountId = "0123456789abcdef0123456789abcdef",
        ZoneId = "fedcba9876543210fedcba9876543210",
        Zone = "example.com",
        Hostname = "agent.example.com",
        AccessTeamDomain = "example.cloudflareaccess.com",
        ModelName = "a-model",
        ModelApiKey = SampleConfig.ModelApiKey,
    };

    [Fact]
    public async Task It_declares_what_the_stack_of_the_same_settings_declares()
    {
        var mocks = new CloudflareMocks { StackName = "prod" };
        await RunAsync(
            mocks,
            () =>
                new CloudflareAgent(
                    "agent",
                    Args with
                    {
                        AdminEmails = ["ada@example.com"],
                        RotationVersion = 2,
                        Settings = new Dictionary<string, string> { ["r2"] = "true", ["zonePlan"] = "pro" },
                    }
                ).Outputs.ToDictionary()
        );
        var stack = await Evaluated.RunAsync(
            "prod",
            SampleConfig.Owner(("adminEmails", "[\"ada@example.com\"]"), ("rotationVersion", "2"), ("r2", "true"), ("zonePlan", "pro"))
        );

        Assert.NotEmpty(stack.Resources);
        Assert.Equal(Lines(stack.Resources), Lines(mocks.Registered.Where(resource => resource.Type != "nanoclaw:index:CloudflareAgent")));
    }

    [Fact]
    public async Task Its_outputs_are_the_stacks_by_name_and_as_secret()
    {
        var outputs = await RunAsync(new CloudflareMocks { StackName = "prod" }, () => new CloudflareAgent("agent", Args).Outputs.ToDictionary());
        var stack = await Evaluated.RunAsync("prod", SampleConfig.Owner());

        var expected = typeof(AgentStack)
            .GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(property => (property.GetCustomAttribute<OutputAttribute>()?.Name, Value: property.GetValue(stack.Stack)))
            .Where(output => output.Name is not null)
            .ToDictionary(output => output.Name!, output => output.Value);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), outputs.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, value) in outputs)
        {
            Assert.Equal(await IsSecretAsync(expected[name]), await IsSecretAsync(value));
        }
    }

    [Fact]
    public async Task The_sample_stands_on_its_own()
    {
        var mocks = new CloudflareMocks { StackName = "prod" };
        var outputs = await RunAsync(mocks, Agents.Declare);

        Assert.Equal("https://agent.example.com", (await Evaluated.ReadAsync((Output<string>)outputs["agentEndpoint"]!)).Value);
        Assert.Contains(mocks.Registered, resource => resource.Type == "cloudflare:index/workersScript:WorkersScript");
    }

    [Fact]
    public async Task Every_mistake_is_told_at_once_and_nothing_is_declared()
    {
        var mocks = new CloudflareMocks { StackName = "prod" };
        var refused = await Assert.ThrowsAnyAsync<Exception>(() =>
            RunAsync(
                mocks,
                () =>
                    new CloudflareAgent(
                        "agent",
                        Args with
                        {
                            AccountId = "mine",
                            Settings = new Dictionary<string, string> { ["zonePlans"] = "pro" },
                        }
                    ).Outputs.ToDictionary()
            )
        );

        Assert.Contains(SettingKeys.AccountId, refused.ToString(), StringComparison.Ordinal);
        Assert.Contains("zonePlans", refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(SampleConfig.ModelApiKey, refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(mocks.Registered, resource => resource.Type!.StartsWith("cloudflare:", StringComparison.Ordinal));
    }

    [Fact]
    public void A_setting_with_a_property_of_its_own_is_not_taken_twice()
    {
        var args = Args with { Settings = new Dictionary<string, string> { [SettingKeys.Hostname] = "other.example.com" } };

        Assert.Contains("has a property of its own", Assert.Throws<SettingsException>(() => args.ToSettings("prod")).Message, StringComparison.Ordinal);
    }

    private static async Task<IDictionary<string, object?>> RunAsync(CloudflareMocks mocks, Func<IDictionary<string, object?>> declare)
    {
        var config = SampleConfig.Owner().ToDictionary(entry => $"own-program:{entry.Key}", entry => entry.Value);
        var before = Environment.GetEnvironmentVariable("PULUMI_CONFIG");
        Environment.SetEnvironmentVariable("PULUMI_CONFIG", JsonSerializer.Serialize(config));
        try
        {
            var options = new TestOptions
            {
                ProjectName = "own-program",
                StackName = mocks.StackName,
                OrganizationName = "organization",
                IsPreview = false,
            };
            return (await Deployment.TestAsync(mocks, options, declare)).Outputs;
        }
        finally
        {
            Environment.SetEnvironmentVariable("PULUMI_CONFIG", before);
        }
    }

    private static IReadOnlyList<string> Lines(IEnumerable<MockResourceArgs> resources) =>
        [
            .. resources
                .Select(resource => $"{resource.Type} {resource.Name} {new Declared(resource.Name!, resource.Inputs).Canonical()}")
                .Order(StringComparer.Ordinal),
        ];

    private static async Task<bool> IsSecretAsync(object? output) =>
        output switch
        {
            Output<string> text => await Output.IsSecretAsync(text),
            Output<int> number => await Output.IsSecretAsync(number),
            Output<System.Collections.Immutable.ImmutableArray<string>> list => await Output.IsSecretAsync(list),
            _ => throw new ArgumentException($"{output} is no output of the stack.", nameof(output)),
        };
}
