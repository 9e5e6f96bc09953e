namespace NanoClaw.Pricing.Tests;

public sealed class ModelPriceTests
{
    [Theory]
    [InlineData("claude-sonnet-4-5", "claude-sonnet-4")]
    [InlineData("claude-sonnet-4-5-20250929", "claude-sonnet-4")]
    [InlineData("anthropic/claude-haiku-4.5", "claude-haiku-4-5")]
    [InlineData("claude-opus-5-5", "claude-opus-5-5")]
    [InlineData("claude-opus-5-20260724", "claude-opus-5")]
    [InlineData("openai/gpt-4o-mini-2024-07-18", "gpt-4o-mini")]
    [InlineData("gpt-4o", "gpt-4o")]
    [InlineData("gpt-4oracle", null)]
    [InlineData("llama", null)]
    [InlineData("", null)]
    public void A_price_is_found_by_the_models_name_its_gateways_or_a_version_of_it(string model, string? row) =>
        Assert.Equal(row, ModelPriceTable.Find(model)?.Name);

    [Fact]
    public void Every_price_tells_where_it_is_from_and_reading_from_the_cache_is_never_dearer_than_fresh() =>
        Assert.All(
            ModelPriceTable.Rows,
            row =>
            {
                Assert.NotEmpty(row.Source);
                Assert.True(row.AsOf > new DateOnly(2026, 1, 1));
                Assert.InRange(row.Price.CacheRead, 0, row.Price.Fresh);
                Assert.InRange(row.Price.CacheWrite, row.Price.Fresh, row.Price.Fresh * 2);
                Assert.True(row.Price.Output <= ModelPriceTable.Unknown.Output);
            }
        );

    [Theory]
    [InlineData("3, 0.30, 6, 15", true)]
    [InlineData("0,0,0,0", true)]
    [InlineData("3, 0.30, 6", false)]
    [InlineData("3, 0.30, 6, 15, 1", false)]
    [InlineData("3, x, 6, 15", false)]
    [InlineData("-3, 0.30, 6, 15", false)]
    [InlineData("3;0.3;6;15", false)]
    public void Prices_are_four_amounts(string text, bool isRight)
    {
        Assert.Equal(isRight, ModelPrice.TryParse(text, out var price));
        Assert.Equal(isRight, price is not null);
    }
}
