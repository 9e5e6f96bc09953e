using Pulumi.Cloudflare;
using Pulumi.Cloudflare.Inputs;
using Pulumi.Random;
using Pulumi.Utilities;

namespace Pulumi.StandIn.Tests;

public class ProviderOptionsTests
{
    [Fact]
    public async Task A_resource_names_its_secret_outputs_and_its_former_types()
    {
        var options = await OptionsOfAsync(own => new ZeroTrustAccessServiceToken("token", new ZeroTrustAccessServiceTokenArgs { Name = "n" }, own));

        Assert.Equal(["clientSecret"], options.AdditionalSecretOutputs);
        var alias = await OutputUtilities.GetValueAsync(Assert.Single(options.Aliases).ToOutput());
        Assert.Equal("cloudflare:index/accessServiceToken:AccessServiceToken", await OutputUtilities.GetValueAsync(alias.Type.ToOutput()));
        Assert.Equal("6.17.0", options.Version);
    }

    [Fact]
    public async Task Random_bytes_are_secret()
    {
        var options = await OptionsOfAsync(own => new RandomBytes("bytes", new RandomBytesArgs { Length = 32 }, own));

        Assert.Equal(["base64", "hex"], options.AdditionalSecretOutputs.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_text_of_a_binding_is_secret_whatever_its_type()
    {
        await Evaluate.UpdateAsync(
            new RecordingMocks(),
            async () =>
            {
                var binding = new WorkersScriptBindingArgs
                {
                    Type = "plain_text",
                    Name = "HOST",
                    Text = "agent.example.com",
                };

                Assert.True(await Output.IsSecretAsync(binding.Text.ToOutput()));
                Assert.False(await Output.IsSecretAsync(binding.Name.ToOutput()));
            }
        );
    }

    private static async Task<CustomResourceOptions> OptionsOfAsync(Func<CustomResourceOptions, Resource> declare)
    {
        CustomResourceOptions? seen = null;
        var own = new CustomResourceOptions
        {
            ResourceTransformations =
            {
                args =>
                {
                    seen = (CustomResourceOptions)args.Options;
                    return null;
                },
            },
        };
        await Evaluate.UpdateAsync(new RecordingMocks(), () => _ = declare(own));
        return seen!;
    }
}
