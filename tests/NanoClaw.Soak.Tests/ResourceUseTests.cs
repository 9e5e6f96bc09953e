namespace NanoClaw.Soak.Tests;

public sealed class ResourceUseTests
{
    [Fact]
    public void What_is_kept_of_each_message_is_noticed() =>
        Assert.Contains("The heap grew", Assert.ThrowsAny<Exception>(() => ResourceUse.AssertFlat(Uses(keptBytes: 500))).ToString(), StringComparison.Ordinal);

    [Fact]
    public void What_is_held_for_a_moment_is_not_taken_for_kept() => ResourceUse.AssertFlat(Uses(keptBytes: 0));

    /// <summary>Of 5,000 messages; at every second look there is a megabyte that goes again.</summary>
    private static List<ResourceUse> Uses(long keptBytes) =>
        [
            .. Enumerable
                .Range(1, 20)
                .Select(look => new ResourceUse(look * 250, 5_000_000 + (look * 250 * keptBytes) + (look % 2 * 1_000_000), 0, 180_000_000, 320, 25)),
        ];
}
