using NanoClaw.Infra.Tests.Evaluation;
using Pulumi;

namespace NanoClaw.Infra.Tests.Stacks;

/// <summary>
/// A resource's address in the state is made of its type, its name and the types of its parents: where one of them changes, what
/// is deployed is deleted and made anew. So an upgrade may add to this list, and change nothing of it without an alias.
/// </summary>
public sealed class PinnedTypesTests
{
    private const string Cloudflare = "cloudflare:index/";

    [Fact]
    public async Task What_is_deployed_keeps_its_address()
    {
        var evaluated = await Evaluated.RunAsync(
            "prod",
            SampleConfig.Owner(
                ("zonePlan", "pro"),
                ("rotationVersion", "2"),
                ("adminEmails", "[\"ada@example.com\"]"),
                ("alertEmails", "[\"ada@example.com\"]"),
                ("d1", "true"),
                ("r2", "true"),
                ("aiGateway", "true"),
                ("aiGatewayToken", "planted-gateway-token")
            )
        );

        var addresses = evaluated
            .Seen.Where(seen => seen.Resource is not Stack)
            .Select(seen => $"{Short(ParentOf(seen))} > {Short(seen.Resource)}")
            .Order(StringComparer.Ordinal);
        Assert.Equal(File.ReadAllLines(Path.Combine(Repository.Root, "tests", "NanoClaw.Infra.Tests", "Stacks", "addresses.txt")), addresses);
    }

    private static Resource? ParentOf(ResourceTransformationArgs seen) => seen.Options.Parent;

    private static string Short(Resource? resource) =>
        resource is null or Stack
            ? "stack"
            : $"{resource.GetResourceType().Replace(Cloudflare, "cf:", StringComparison.Ordinal)}::{resource.GetResourceName()}";
}
