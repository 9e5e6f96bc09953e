using CsCheck;

namespace NanoClaw.Store.Tests;

/// <summary>Ids of tasks as people see and type them.</summary>
public sealed class ShortTaskIdTests
{
    private const string Run = "task-0198f0c26f0e7c1a9b1e2f6f0f8b1a11";

    private static readonly string[] Heads = ["", "task-", Run, "task-1712345678"];

    private static readonly Gen<string[]> Alike = Gen.Select(Gen.Int[0, 3], Gen.String[Gen.Char["ab-1"], 0, 12])
        .Select(parts => Heads[parts.Item1] + parts.Item2)
        .Where(id => id.Length > 0)
        .Array[1, 30]
        .Select(ids => ids.Distinct(StringComparer.Ordinal).ToArray());

    [Fact]
    public void What_is_shown_finds_its_task_and_no_other_however_alike_they_are() =>
        Alike.Sample(ids =>
        {
            var shortened = new ShortTaskIds(ids);
            Assert.All(ids, id => Assert.Equal([id], shortened.Meant(shortened.Of(id))));
        });

    [Fact]
    public void Tasks_that_one_run_made_are_told_apart_by_their_ends()
    {
        var ids = new ShortTaskIds([$"{Run}-5", $"{Run}-6", "task-k3f9abcdefgh", "task-1712345678901-x7k2p9", "task-1712345678999-b2c3d4", "t"]);

        Assert.Equal("8b1a11-5", ids.Of($"{Run}-5"));
        Assert.Equal("8b1a11-6", ids.Of($"{Run}-6"));
        Assert.Equal("task-k3f9abcd", ids.Of("task-k3f9abcdefgh"));
        Assert.Equal("1-x7k2p9", ids.Of("task-1712345678901-x7k2p9"));
        Assert.Equal("t", ids.Of("t"));
    }

    [Fact]
    public void One_that_is_gone_is_as_short_as_the_others()
    {
        Assert.Equal("task-0198f0c2", new ShortTaskIds(Array.Empty<string>()).Of($"{Run}-5"));
        Assert.Equal("8b1a11-5", new ShortTaskIds([$"{Run}-6"]).Of($"{Run}-5"));
    }

    [Theory]
    [InlineData("k3f9", "task-k3f9abcdefgh")]
    [InlineData("task-k3", "task-k3f9abcdefgh")]
    [InlineData("cdefgh", "task-k3f9abcdefgh")]
    [InlineData("task-a", "task-a")]
    [InlineData("a", "task-a,task-ab")]
    [InlineData("-6", "task-x-6")]
    [InlineData("6", "task-x-6")]
    [InlineData("", "")]
    [InlineData("nothing", "")]
    public void Typed_is_the_whole_a_beginning_or_where_none_begins_so_an_end(string typed, string meant) =>
        Assert.Equal(
            meant,
            string.Join(',', new ShortTaskIds(["task-k3f9abcdefgh", "task-a", "task-ab", "task-x-6"]).Meant(typed).Order(StringComparer.Ordinal))
        );

    [Fact]
    public void No_half_of_a_character_is_shown()
    {
        const string Coloured = "task-1234567\U0001F600890";
        Assert.Equal("task-1234567\U0001F600", new ShortTaskIds([Coloured]).Of(Coloured));
    }
}
