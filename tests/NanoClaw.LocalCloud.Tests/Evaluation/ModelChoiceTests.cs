namespace NanoClaw.LocalCloud.Tests;

public sealed class ModelChoiceTests
{
    [Theory]
    [InlineData("", "demo", null, null)]
    [InlineData("ANTHROPIC_API_KEY=k", "anthropic", "claude-sonnet-4-5", null)]
    [InlineData("ANTHROPIC_API_KEY=k ANTHROPIC_MODEL=m ANTHROPIC_BASE_URL=http://127.0.0.1:9", "anthropic", "m", "http://127.0.0.1:9")]
    [InlineData("OPENAI_API_KEY=k", "openai", "gpt-5-mini", "https://api.openai.com/v1")]
    [InlineData("OPENAI_BASE_URL=http://127.0.0.1:9/v1 OPENAI_MODEL=m", "openai", "m", "http://127.0.0.1:9/v1")]
    [InlineData("ANTHROPIC_API_KEY=k OPENAI_API_KEY=k", "anthropic", "claude-sonnet-4-5", null)]
    public void The_environment_chooses(string variables, string provider, string? model, string? baseUrl)
    {
        var configuration = LocalConfiguration.Create(Choose(variables));
        Assert.Equal(provider, configuration.Get("modelProvider"));
        Assert.Equal(model, configuration.Get("modelName"));
        Assert.Equal(baseUrl, configuration.Get("modelBaseUrl"));
    }

    [Fact]
    public void An_endpoint_of_ones_own_needs_its_models_name() =>
        Assert.Contains(
            "OPENAI_MODEL",
            Assert.Throws<LocalCloudException>(() => Choose("OPENAI_BASE_URL=http://127.0.0.1:9/v1")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void The_key_is_in_no_text_form()
    {
        var choice = Choose("ANTHROPIC_API_KEY=planted-key");
        Assert.DoesNotContain("planted-key", $"{choice} {choice.Description} {LocalConfiguration.Create(choice)}", StringComparison.Ordinal);
    }

    private static ModelChoice Choose(string variables)
    {
        var set = variables
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(v => v.Split('=', 2))
            .ToDictionary(v => v[0], v => v[1], StringComparer.Ordinal);
        return ModelChoice.FromEnvironment(name => set.GetValueOrDefault(name));
    }
}
