using System.Text.RegularExpressions;
using NanoClaw.Infra.Settings;
using NanoClaw.Infra.Settings.Models;
using NanoClaw.Infra.Tests.Evaluation;

namespace NanoClaw.Infra.Tests.Stacks;

public sealed partial class NextModelsTests
{
    private const string SecondKey = "sk-planted-second-key";

    [Fact]
    public async Task Each_model_has_bindings_with_its_number_and_the_first_has_those_of_ever()
    {
        var evaluated = await Evaluated.RunAsync(
            "prod",
            SampleConfig.Owner(
                (
                    "nextModels",
                    """["openai gpt-5-mini https://api.openai.com/v1", "anthropic b-model claude-bare https://model.example.com", "workers-ai @cf/meta/a-model"]"""
                ),
                ("modelApiKey2", SecondKey),
                ("modelApiKey3", "sk-planted-third-key"),
                ("modelSilenceSeconds", "20")
            )
        );

        Assert.Equal(
            [
                ("MODEL_2_API_KEY", SecondKey),
                ("MODEL_2_BASE_URL", "https://api.openai.com/v1"),
                ("MODEL_2_DIALECT", "auto"),
                ("MODEL_2_NAME", "gpt-5-mini"),
                ("MODEL_2_PROVIDER", "openai"),
                ("MODEL_3_API_KEY", "sk-planted-third-key"),
                ("MODEL_3_BASE_URL", "https://model.example.com"),
                ("MODEL_3_DIALECT", "claude-bare"),
                ("MODEL_3_NAME", "b-model"),
                ("MODEL_3_PROVIDER", "anthropic"),
                ("MODEL_4_DIALECT", "auto"),
                ("MODEL_4_NAME", "@cf/meta/a-model"),
                ("MODEL_4_PROVIDER", "workers-ai"),
                ("MODEL_API_KEY", SampleConfig.ModelApiKey),
                ("MODEL_DIALECT", "auto"),
                ("MODEL_NAME", "a-model"),
                ("MODEL_PROVIDER", "anthropic"),
                ("MODEL_SILENCE_SECONDS", "20"),
            ],
            evaluated.Bindings().Where(b => b.Text("name").StartsWith("MODEL_", StringComparison.Ordinal)).Select(b => (b.Text("name"), b.Text("text")))
        );
        Assert.Equal("ai", evaluated.Binding("AI").Text("type"));
        Assert.Equal("secret_text", evaluated.Binding("MODEL_2_API_KEY").Text("type"));
        Assert.Equal("a-model gpt-5-mini b-model @cf/meta/a-model", (await Evaluated.ReadAsync(evaluated.Stack.Models)).Value);
    }

    [Fact]
    public async Task A_stack_with_one_model_has_the_bindings_that_it_had()
    {
        var evaluated = await Evaluated.RunAsync("prod", SampleConfig.Owner());

        Assert.Equal(
            ["MODEL_API_KEY", "MODEL_DIALECT", "MODEL_NAME", "MODEL_PROVIDER"],
            evaluated.Bindings().Select(b => b.Text("name")).Where(name => name.StartsWith("MODEL_", StringComparison.Ordinal))
        );
        Assert.Equal("a-model", (await Evaluated.ReadAsync(evaluated.Stack.Models)).Value);
    }

    [Fact]
    public void A_second_model_of_the_same_account_needs_no_key_of_its_own()
    {
        var settings = SettingsParser.Parse(
            "prod",
            SampleConfig.Owner(
                ("nextModels", """["anthropic b-model", "openai c-model https://api.openai.com/v1", "openai d-model https://api.openai.com/v1"]"""),
                ("modelApiKey3", SecondKey)
            )
        );

        Assert.Equal([SampleConfig.ModelApiKey, SampleConfig.ModelApiKey, SecondKey, SecondKey], settings.Models.Select(model => model.ApiKey!.Reveal()));
    }

    [Fact]
    public void A_key_goes_to_no_other_place()
    {
        var error = Assert.Throws<SettingsException>(() =>
            SettingsParser.Parse("prod", SampleConfig.Owner(("nextModels", """["anthropic b-model https://model.example.com"]""")))
        );

        Assert.Equal("modelApiKey2", Assert.Single(error.Mistakes).Key);
        Assert.DoesNotContain("planted", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_demo_leaves_nothing_to_others() =>
        Assert.Contains(
            "always answers",
            Assert
                .Throws<SettingsException>(() =>
                    SettingsParser.Parse(
                        "dev",
                        SampleConfig.Owner(
                            ("modelProvider", "demo"),
                            ("modelName", null),
                            ("nextModels", """["anthropic b-model"]"""),
                            ("modelApiKey2", SecondKey)
                        )
                    )
                )
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Models_without_an_address_go_through_the_gateway_and_others_past_it()
    {
        var evaluated = await Evaluated.RunAsync(
            "prod",
            SampleConfig.Owner(
                ("aiGateway", "true"),
                ("aiGatewayToken", "planted-gateway-token"),
                ("nextModels", """["openai b-model", "openai c-model https://api.openai.com/v1"]"""),
                ("modelApiKey2", SecondKey),
                ("modelApiKey3", SecondKey)
            )
        );

        Assert.EndsWith("/nanoclaw-prod/openai", evaluated.Binding("MODEL_2_BASE_URL").Text("text"), StringComparison.Ordinal);
        Assert.Equal("planted-gateway-token", evaluated.Binding("MODEL_2_GATEWAY_TOKEN").Text("text"));
        Assert.Equal("https://api.openai.com/v1", evaluated.Binding("MODEL_3_BASE_URL").Text("text"));
        Assert.DoesNotContain(evaluated.Bindings(), b => b.Text("name") == "MODEL_3_GATEWAY_TOKEN");
    }

    [Fact]
    public void A_dialect_of_another_form_means_nothing_for_the_first_model_as_ever() =>
        Assert.Equal("auto", SettingsParser.Parse("prod", SampleConfig.Owner(("modelDialect", "mistral"))).Model.Dialect);

    [Fact]
    public void A_stack_knows_the_dialects_that_the_Worker_knows()
    {
        var source = File.ReadAllText(Repository.PathTo("src/moltworker/src/model/dialect.ts"));

        Assert.Equal(Row().Matches(source).Select(row => row.Groups["name"].Value), Dialects.Of("openai").Concat(Dialects.Of("anthropic")));
    }

    [Fact]
    public void A_key_in_clear_is_refused_and_not_shown()
    {
        var config = SampleConfig.Owner(("nextModels", """["anthropic b-model"]"""), ("modelApiKey2", SecondKey));

        var error = Assert.Throws<SettingsException>(() => SettingsParser.Parse("prod", config, new HashSet<string> { "modelApiKey" }));

        Assert.Equal("modelApiKey2", Assert.Single(error.Mistakes).Key);
        Assert.DoesNotContain("planted", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A row of one of the tables, on one line or more.</summary>
    [GeneratedRegex("""^  "?(?<name>[a-z-]+)"?: \{(?= hosts|$)""", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Row();
}
