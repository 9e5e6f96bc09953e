namespace NanoClaw.Pricing;

/// <summary>Models' prices: the one place of these numbers. <c>MODEL_BUDGET_PRICES</c> takes the place of all of them.</summary>
public static class ModelPriceTable
{
    private const string Anthropic = "https://platform.claude.com/docs/en/about-claude/pricing";
    private const string AnthropicModels = "https://platform.claude.com/docs/about-claude/models/whats-new-opus-5";
    private const string OpenAi = "https://developers.openai.com/api/docs/pricing";
    private static readonly DateOnly LookedUp = new(2026, 11, 26);

    public static IReadOnlyList<ModelPriceRow> Rows { get; } =
    [
        // A write for an hour is twice the fresh price, everywhere.
        new("claude-fable-5", new(10m, 1m, 20m, 50m), Anthropic, LookedUp),
        new("claude-opus-5-5", new(4m, 0.40m, 8m, 20m), AnthropicModels, LookedUp),
        new("claude-opus-5", new(5m, 0.50m, 10m, 25m), Anthropic, LookedUp),
        new("claude-opus-4-8", new(5m, 0.50m, 10m, 25m), Anthropic, LookedUp),
        new("claude-opus-4-7", new(5m, 0.50m, 10m, 25m), Anthropic, LookedUp),
        new("claude-opus-4-6", new(5m, 0.50m, 10m, 25m), Anthropic, LookedUp),
        new("claude-opus-4-5", new(5m, 0.50m, 10m, 25m), Anthropic, LookedUp),
        new("claude-opus-4", new(15m, 1.50m, 30m, 75m), Anthropic, LookedUp),
        new("claude-sonnet-5", new(2m, 0.20m, 4m, 10m), AnthropicModels, LookedUp),
        new("claude-sonnet-4", new(3m, 0.30m, 6m, 15m), Anthropic, LookedUp),
        // The price of prompts beyond 100,000 tokens, which is the higher one.
        new("claude-haiku-5-5", new(0.50m, 0.05m, 1m, 2.50m), AnthropicModels, LookedUp),
        new("claude-haiku-4-5", new(1m, 0.10m, 2m, 5m), Anthropic, LookedUp),
        // Nothing is asked for a write.
        new("gpt-5.2", new(1.75m, 0.175m, 1.75m, 14m), OpenAi, LookedUp),
        new("gpt-5.2-pro", new(21m, 21m, 21m, 168m), OpenAi, LookedUp),
        new("gpt-5-mini", new(0.25m, 0.025m, 0.25m, 2m), OpenAi, LookedUp),
        new("gpt-4o", new(2.50m, 1.25m, 2.50m, 10m), OpenAi, LookedUp),
        new("gpt-4o-mini", new(0.15m, 0.075m, 0.15m, 0.60m), OpenAi, LookedUp),
        // The stand-in asks no model.
        new("demo", new(0m, 0m, 0m, 0m), "docs/MODELS.md", LookedUp),
    ];

    /// <summary>For a model that is not in the table: of each kind the dearest.</summary>
    public static ModelPrice Unknown { get; } =
        new(Rows.Max(row => row.Price.Fresh), Rows.Max(row => row.Price.CacheRead), Rows.Max(row => row.Price.CacheWrite), Rows.Max(row => row.Price.Output));

    /// <summary>What a model's tokens count with: the price that is set for all, else the table's, else the dearest.</summary>
    public static ModelPrice PriceOf(string model, ModelPrice? forAll = null) => forAll ?? Find(model)?.Price ?? Unknown;

    /// <summary>The price of a model by its name, with a provider's name before it or a version behind it; null where it is not in the table.</summary>
    public static ModelPriceRow? Find(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var name = model[(model.LastIndexOf('/') + 1)..]
            .Replace("claude-haiku-4.", "claude-haiku-4-", StringComparison.OrdinalIgnoreCase)
            .Replace("claude-sonnet-4.", "claude-sonnet-4-", StringComparison.OrdinalIgnoreCase)
            .Replace("claude-opus-4.", "claude-opus-4-", StringComparison.OrdinalIgnoreCase);
        return Rows.Where(row =>
                name.Equals(row.Name, StringComparison.OrdinalIgnoreCase)
                || (name.StartsWith(row.Name, StringComparison.OrdinalIgnoreCase) && name[row.Name.Length] is '-' or '@' or ':')
            )
            .MaxBy(row => row.Name.Length);
    }
}
