using System.Collections.Immutable;
using Pulumi.Utilities;

namespace Pulumi.StandIn.Tests;

public class StackReferenceTests
{
    private static readonly RecordingMocks Mocks = new()
    {
        States =
        {
            ["owner"] = new()
            {
                ["outputs"] = new Dictionary<string, object>
                {
                    ["zone"] = "z1",
                    ["token"] = "t1",
                    ["hosts"] = ImmutableArray.Create<object>("a", "b"),
                },
                ["secretOutputNames"] = ImmutableArray.Create<object>("token"),
            },
        },
    };

    [Fact]
    public async Task It_reads_the_other_stacks_outputs_each_with_its_own_secrecy()
    {
        await Evaluate.UpdateAsync(
            Mocks,
            async () =>
            {
                var owner = new StackReference("owner", new StackReferenceArgs { Name = "org/shop/prod" });

                Assert.Equal("z1", await OutputUtilities.GetValueAsync(owner.GetOutput("zone")));
                Assert.False(await Output.IsSecretAsync(owner.GetOutput("zone")));
                Assert.True(await Output.IsSecretAsync(owner.RequireOutput("token")));
                Assert.Null(await OutputUtilities.GetValueAsync(owner.GetOutput("nothing")));
                Assert.Equal("t1", (await owner.GetOutputDetailsAsync("token")).SecretValue);
                Assert.Null((await owner.GetOutputDetailsAsync("token")).Value);
                Assert.Equal("z1", (await owner.GetOutputDetailsAsync("zone")).Value);
            }
        );

        var request = Mocks.Registered.Last(r => r.Name == "owner");
        Assert.Equal("pulumi:pulumi:StackReference", request.Type);
        Assert.Equal("org/shop/prod", request.Id);
        Assert.Equal("org/shop/prod", request.Inputs["name"]);
    }

    [Fact]
    public async Task A_required_output_that_is_missing_names_itself_and_the_stack()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() =>
            Evaluate.UpdateAsync(Mocks, () => _ = new StackReference("owner", new StackReferenceArgs { Name = "org/shop/prod" }).RequireOutput("nothing"))
        );

        Assert.Contains("Required output 'nothing' does not exist on stack 'org/shop/prod'.", failure.ToString());
    }
}
