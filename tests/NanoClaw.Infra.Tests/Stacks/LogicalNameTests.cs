using NanoClaw.Infra.Tests.Evaluation;
using Pulumi;

namespace NanoClaw.Infra.Tests.Stacks;

/// <summary>What Pulumi knows a resource by never changes once it is deployed: another name is another resource, made anew.</summary>
public sealed class LogicalNameTests
{
    /// <summary>Every resource as it was known while names began with the Worker's, and as it is known since.</summary>
    private static readonly (string Former, string Name)[] Names =
    [
        ("w-token-v2", "token-v2"),
        ("w-token-v1", "token-v1"),
        ("w-service-v2", "service-v2"),
        ("w-service-v1", "service-v1"),
        ("w-services", "services"),
        ("w-agent", "agent"),
        ("w-admins", "admins"),
        ("w-admin", "admin"),
        ("w-custom", "custom"),
        ("w-ratelimit", "ratelimit"),
        ("w-managed", "managed"),
        ("w-always-use-https", "always-use-https"),
        ("w-min-tls-version", "min-tls-version"),
        ("w-tls-1-3", "tls-1-3"),
        ("w-security-header", "security-header"),
        ("w-d1", "d1"),
        ("w-r2", "r2"),
        ("w-gateway", "gateway"),
        ("w", "worker"),
        ("w-subdomain", "subdomain"),
        ("w-domain", "domain"),
        ("w-service-token", "service-token"),
        ("w-worker-requests", "worker-requests"),
        ("w-worker-durable-objects-requests", "worker-durable-objects-requests"),
        ("w-worker-durable-objects-duration", "worker-durable-objects-duration"),
        ("w-contract-check", "check"),
    ];

    /// <summary>What came later, and never had another name.</summary>
    private static readonly string[] Since =
    [
        "admin-form-key",
        "admin-route",
        "admin-subdomain",
        "admin-worker",
        "backup-token-v1",
        "backup-token-v2",
        "front-route",
        "front-subdomain",
        "front-worker",
    ];

    private static readonly (string Key, string? Value)[] Everything =
    [
        ("zonePlan", "pro"),
        ("rotationVersion", "2"),
        ("adminEmails", "[\"ada@example.com\"]"),
        ("alertEmails", "[\"ada@example.com\"]"),
        ("d1", "true"),
        ("r2", "true"),
        ("aiGateway", "true"),
        ("aiGatewayToken", "planted-gateway-token"),
    ];

    [Fact]
    public async Task Nothing_deployed_under_an_earlier_name_is_made_anew()
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner([.. Everything, ("workerName", "w")]));
        List<(string, string)> seen = [];
        List<string> since = [];
        foreach (var resource in evaluated.Seen.Where(s => s.Resource is CustomResource))
        {
            var aliases = await Task.WhenAll(resource.Options.Aliases.Select(async a => (await Evaluated.ReadAsync(a.ToOutput())).Value));
            if (Since.Contains(resource.Resource.GetResourceName()))
            {
                Assert.DoesNotContain(aliases, a => a.Name is not null);
                since.Add(resource.Resource.GetResourceName());
                continue;
            }

            // The provider's own are of former types.
            var alias = Assert.Single(aliases, a => a.Name is not null);
            seen.Add(((await Evaluated.ReadAsync(alias.Name!.ToOutput())).Value, resource.Resource.GetResourceName()));

            // Its type and its parent were always these: an alias that names only the name leaves them as they are.
            Assert.True(alias is { Type: null, Parent: null, ParentUrn: null, NoParent: false, Urn: null });
        }

        Assert.Equal(Names.Order(), seen.Order());
        Assert.Equal(Since, since.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task No_setting_is_part_of_a_name()
    {
        var one = await NamesAsync("prod", ("workerName", "w"));
        var other = await NamesAsync("dev", ("workerName", "another"), ("hostname", "other.example.com"), ("accountId", "ffffffffffffffffffffffffffffffff"));

        Assert.Equal(one, other);
    }

    [Fact]
    public async Task No_two_resources_share_a_name_so_that_a_parent_is_known_by_its_name_alone()
    {
        var names = (await Evaluated.RunAsync("prod", SampleConfig.Owner(Everything))).Resources.Select(r => r.Name).ToList();

        Assert.Equal(names.Distinct(), names);
    }

    [Fact]
    public async Task Components_are_known_by_what_they_are() =>
        Assert.Equal(
            ["access", "admin-page", "alerts", "contract-check", "credentials", "front", "moltworker", "storage", "zone"],
            (await Evaluated.RunAsync("prod", SampleConfig.Owner(Everything)))
                .Seen.Where(s => s.Resource is ComponentResource and not Stack)
                .Select(s => s.Resource.GetResourceName())
                .Order(StringComparer.Ordinal)
        );

    private static async Task<IReadOnlyList<string>> NamesAsync(string stack, params (string Key, string? Value)[] changes) =>
        [
            .. (await Evaluated.RunAsync(stack, SampleConfig.Owner([.. Everything, .. changes])))
                .Resources.Select(r => $"{r.Type} {r.Name}")
                .Order(StringComparer.Ordinal),
        ];
}
