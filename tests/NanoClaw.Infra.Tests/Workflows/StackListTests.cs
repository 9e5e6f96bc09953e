using System.Text.Json;
using NanoClaw.Infra.Tests.Evaluation;

namespace NanoClaw.Infra.Tests.Workflows;

/// <summary>The workflows take their stacks from the settings files, in an order in which each update finds what it needs.</summary>
[Trait("Starts", "a process")]
public sealed class StackListTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stacks").FullName;

    [Fact]
    public async Task The_owner_of_a_zone_s_rules_comes_before_its_members_in_this_repository()
    {
        var (exitCode, text) = await Tool.RunAsync(Repository.Root, "node", Repository.PathTo(".github/stacks/list.mjs"));

        Assert.Equal(
            (
                0,
                """
                all=["dev","prod","staging"]
                wave1=["dev"]
                wave2=["prod"]
                wave3=["staging"]
                wave4=[]

                """.ReplaceLineEndings("\n")
            ),
            (exitCode, text)
        );
    }

    [Theory]
    // One stack alone: no other is needed, or named.
    [InlineData("dev:owner", "dev")]
    // Prod owns: its members wait for it, whatever they are called; others come first.
    [InlineData("prod:owner|a:member:organization/nanoclaw/prod|dev:owner", "dev,prod,a")]
    // Prod is the member: it is last.
    [InlineData("zone:owner|prod:member:organization/nanoclaw/zone|test:member:organization/nanoclaw/zone", "zone,test,prod")]
    // Written as the CLI writes it.
    [InlineData("prod:'owner'|a:\"member\":\"organization/nanoclaw/prod\"", "prod,a")]
    // A member that names nobody waits for every owner, and one whose owner is elsewhere for nobody.
    [InlineData("a:member|b:owner|c:member:other/project/stack", "b+c,a")]
    // Two zones: prod's comes after the other whole one.
    [InlineData("prod:owner|a:member:x/nanoclaw/prod|dev:owner|b:member:x/nanoclaw/dev", "dev,b,prod,a")]
    public async Task A_stack_is_in_a_wave_after_those_it_waits_for(string stacks, string waves)
    {
        Write(stacks);

        Assert.Equal(waves, string.Join(',', (await WavesAsync()).Where(w => w.Length > 0).Select(w => string.Join('+', w))));
    }

    [Fact]
    public async Task One_stack_by_hand_is_alone()
    {
        Write("prod:owner|a:member:organization/nanoclaw/prod");

        Assert.Equal(
            [
                ["a"],
                [],
                [],
                [],
            ],
            await WavesAsync("a")
        );
    }

    [Theory]
    [InlineData("nowhere", "a:owner", "There is no stack 'nowhere': the stacks here are a.")]
    [InlineData("", "a:member:o/n/b|b:member:o/n/a", "one of them has to own the zone's rules")]
    public async Task What_cannot_be_ordered_is_told_in_a_line(string only, string stacks, string reason)
    {
        Write(stacks);

        var (exitCode, text) = await ListAsync(only);
        Assert.Equal(1, exitCode);
        Assert.Contains(reason, Assert.Single(text.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string stacks)
    {
        foreach (var parts in stacks.Split('|').Select(s => s.Split(':', 3)))
        {
            var owner = parts.Length > 2 ? $"  nanoclaw:ownerStack: {parts[2]}\n" : "";
            File.WriteAllText(Path.Combine(_folder, $"Pulumi.{parts[0]}.yaml"), $"config:\n  nanoclaw:zoneRules: {parts[1]} # who\n{owner}");
        }
    }

    private async Task<string[][]> WavesAsync(string only = "")
    {
        var (exitCode, text) = await ListAsync(only);
        Assert.True(exitCode == 0, text);
        return
        [
            .. text.Split('\n')
                .Where(line => line.StartsWith("wave", StringComparison.Ordinal))
                .Select(line => JsonSerializer.Deserialize<string[]>(line[(line.IndexOf('=') + 1)..])!),
        ];
    }

    private Task<(int ExitCode, string Text)> ListAsync(string only) => Tool.RunAsync(_folder, "node", Repository.PathTo(".github/stacks/list.mjs"), only);
}
