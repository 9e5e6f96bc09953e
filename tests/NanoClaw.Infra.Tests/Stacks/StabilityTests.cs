using NanoClaw.Infra.Tests.Evaluation;

namespace NanoClaw.Infra.Tests.Stacks;

public sealed class StabilityTests
{
    [Theory]
    [InlineData("dev")]
    [InlineData("staging")]
    [InlineData("prod")]
    public async Task A_second_evaluation_registers_equal_inputs_byte_for_byte(string stack)
    {
        var first = await SnapshotAsync(SampleConfig.FromFile(stack), stack);

        Assert.Equal(first, await SnapshotAsync(SampleConfig.FromFile(stack), stack));
    }

    [Fact]
    public async Task The_order_in_which_things_are_written_does_not_matter()
    {
        var one = SampleConfig.Owner(
            ("hostnames", "[\"agent.example.com\",\"b.example.com\",\"a.example.com\"]"),
            ("adminEmails", "[\"b@example.com\",\"a@example.com\"]")
        );
        var other = SampleConfig
            .Owner(("adminEmails", "[\"a@example.com\",\"B@example.com\"]"), ("hostnames", "[\"a.example.com\",\"b.example.com\",\"agent.example.com\"]"))
            .Reverse()
            .ToDictionary();

        Assert.Equal(await SnapshotAsync(one, "prod"), await SnapshotAsync(other, "prod"));
    }

    private static async Task<string> SnapshotAsync(Dictionary<string, string> config, string stack)
    {
        var evaluated = await Evaluated.RunAsync(stack, config, new() { CoveredHostnames = ["agent-staging.example.com"] });
        return string.Join(
            '\n',
            evaluated.Resources.Select(r => $"{r.Type} {r.Name} {new Declared(r.Name!, r.Inputs).Canonical()}").Order(StringComparer.Ordinal)
        );
    }
}
