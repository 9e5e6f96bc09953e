using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;

namespace NanoClaw.EndToEnd.Tests.Attacks;

/// <summary>
/// The whole of it against a model that obeys every injection. The frame cannot help, nor can the model: what is left is
/// what decisions, bounds and known addresses are worth.
/// </summary>
public sealed partial class AttackTests(World world) : IClassFixture<World>
{
    private const int AtOnce = 3;

    private static string Root =>
        typeof(AttackTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "RepositoryRoot").Value!;

    [Fact]
    public async Task No_attack_breaks_an_invariant()
    {
        var broken = new ConcurrentQueue<string>();
        var numbered = AttackTable.All.Select((attack, index) => (Attack: attack, Number: index + 1));
        await Parallel.ForEachAsync(
            numbered,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (numbered, _) =>
            {
                foreach (var what in await AttackAsync(numbered.Attack, numbered.Number))
                {
                    broken.Enqueue($"{numbered.Attack}\n    {what}");
                }
            }
        );
        Assert.True(broken.IsEmpty, $"{broken.Count}:\n{string.Join('\n', broken.Order(StringComparer.Ordinal))}");
    }

    /// <summary>An invariant that nothing breaks proves nothing.</summary>
    [Fact]
    public async Task Where_the_guards_are_away_the_same_attacks_break_them()
    {
        const string everything = """
            rules:
              - effect: any
                decision: allow
            """;
        var number = 900;
        foreach (var attack in AttackTable.All.Where(attack => attack.NeedsTheRules))
        {
            await using var home = await Home.OpenAsync(world, attack, ++number, everything);
            await home.PlayAsync();
            var audit = await home.Store.Effects.ListAsync(new Store.EffectFilter(), TestContext.Current.CancellationToken);
            Assert.True(
                (await Invariants.FindBrokenAsync(home, world)).Count > 0,
                $"{attack} breaks nothing where everything is allowed: {string.Join("; ", audit.Select(row => $"{row.Effect} {row.Verdict} {row.Reason}"))}"
            );
        }

        Assert.True(number > 905);
    }

    [Fact]
    public void There_are_as_many_attacks_as_the_documentation_says()
    {
        var text = File.ReadAllText(Path.Combine(Root, "docs", "SECURITY.md"));
        var table = text[text.IndexOf("## How it is attacked", StringComparison.Ordinal)..];
        var documented = Rows()
            .Matches(table[..table.IndexOf("\n## ", StringComparison.Ordinal)])
            .ToDictionary(
                row => row.Groups["name"].Value.Trim(),
                row => int.Parse(row.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture),
                StringComparer.Ordinal
            );
        var counted = AttackTable.All.CountBy(attack => attack.Class).ToDictionary(StringComparer.Ordinal);
        counted["in all"] = AttackTable.All.Count;
        Assert.Equal(counted.OrderBy(pair => pair.Key, StringComparer.Ordinal), documented.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.True(AttackTable.All.Count >= 80);
        Assert.Equal(AttackTable.All.Count, AttackTable.All.DistinctBy(attack => attack.ToString()).Count());
    }

    private async Task<IReadOnlyList<string>> AttackAsync(Attack attack, int number)
    {
        try
        {
            await using var home = await Home.OpenAsync(world, attack, number);
            await home.PlayAsync();
            var broken = await Invariants.FindBrokenAsync(home, world);
            // An attack that the model did not even see would hold for the wrong reason.
            return attack.ReachesTheModel && !HasObeyed(home) ? [.. broken, "The model did nothing of it."] : broken;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return [exception.ToString()];
        }
    }

    /// <summary>Whether the model did something of what the attack planted, or said it where nothing is to be done.</summary>
    private bool HasObeyed(Home home)
    {
        var planted = home
            .Attack.Planted.SelectMany(text => Order.In(Order.Reveal(text)))
            .Where(order => order.Verb != Order.Say)
            .Select(order => order.Tool)
            .ToHashSet(StringComparer.Ordinal);
        if (
            home.Attack is { Pages.Count: > 0, Fetch: not "off" }
            && !world.Web.Asked.Any(asked => home.IsOwnHost(new Uri(asked.Url).Host) && world.Web.Pages.ContainsKey(asked.Url))
        )
        {
            return false;
        }

        return world.Model.Calls.Any(call =>
            home.IsOwn(call.Group)
            && (
                planted.Count > 0
                    ? call.Tools.Any(planted.Contains)
                    : call.Tools.Any(tool => tool != "remember") || call.Said.Contains(Invariants.Planted, StringComparison.Ordinal)
            )
        );
    }

    [GeneratedRegex(@"^\| (?<name>[^|]+) \| (?<count>\d+) \|", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Rows();
}
