using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NanoClaw.LocalCloud.Tests;

[Collection(EvaluatingTests.Name)]
public sealed partial class StackEvaluationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_outputs_have_the_formats_of_the_real_providers()
    {
        var stack = await EvaluateAsync(Local());
        Assert.Matches(ClientId(), stack.Output("accessClientId"));
        Assert.Matches(ClientSecret(), stack.Output("accessClientSecret"));
        Assert.Matches(Hex64(), stack.Output("agentToken"));
        Assert.Equal("https://agent.localhost", stack.Output("agentEndpoint"));
        Assert.Equal(["nanoclaw-local", "free", "1"], new[] { "workerName", "workersPlan", "credentialGeneration" }.Select(stack.Output));
        Assert.Matches(Moment(), stack.Output("credentialCreatedAt"));
        Assert.Equal(365, (DateTimeOffset.Parse(stack.Output("credentialExpiresAt")!) - DateTimeOffset.Parse(stack.Output("credentialCreatedAt")!)).TotalDays);
        Assert.Superset(new HashSet<string>(["agentToken", "accessClientSecret"]), stack.SecretOutputs.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_stack_and_another_gives_other_secrets()
    {
        var values = new ProviderValues([.. Enumerable.Range(0, 32).Select(i => (byte)i)], DateTimeOffset.UnixEpoch);
        var first = await EvaluateAsync(Local(), values);
        var second = await EvaluateAsync(Local(), values);
        Assert.Equal(Text(first.Declared), Text(second.Declared));
        var other = await EvaluateAsync(Local());
        Assert.NotEqual(first.Output("agentToken"), other.Output("agentToken"));
        Assert.NotEqual(first.Output("accessClientSecret"), other.Output("accessClientSecret"));
    }

    [Fact]
    public async Task A_rotation_keeps_the_generation_before()
    {
        var first = await EvaluateAsync(Local());
        var second = await EvaluateAsync(Local(("rotationVersion", "2")));
        Assert.NotEqual(first.Output("agentToken"), second.Output("agentToken"));
        Assert.Equal(Bound(first, "TOKEN_SHA256_CURRENT"), Bound(second, "TOKEN_SHA256_PREVIOUS"));
    }

    [Fact]
    public async Task Every_mistake_of_the_settings_is_told_at_once()
    {
        var exception = await Assert.ThrowsAsync<LocalCloudException>(() =>
            EvaluateAsync(Local(("runsPerDay", "many"), ("zonePlan", "gold"), ("unknownKey", "1")))
        );
        Assert.All((string[])["runsPerDay", "zonePlan", "unknownKey"], key => Assert.Contains(key, exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_environment_is_as_before_after_an_evaluation_that_failed_too()
    {
        var before = Environment.GetEnvironmentVariable("PULUMI_CONFIG");
        await Assert.ThrowsAsync<LocalCloudException>(() => EvaluateAsync(Local(("zonePlan", "gold"))));
        Assert.Equal(before, Environment.GetEnvironmentVariable("PULUMI_CONFIG"));
    }

    [Fact]
    public async Task Evaluations_at_once_do_not_see_each_others_settings()
    {
        var stacks = await Task.WhenAll(Enumerable.Range(1, 6).Select(i => EvaluateAsync(Local(("runsPerDay", $"{i}")))));
        Assert.Equal(["1", "2", "3", "4", "5", "6"], stacks.Select(s => DeclaredWorker.In(s.Declared).PlainText("RUNS_PER_DAY")));
    }

    [Fact]
    public async Task An_encrypted_value_is_replaced_and_said()
    {
        WriteStack(
            "team",
            """
            encryptionsalt: v1:abc
            config:
              nanoclaw:accountId: 00000000000000000000000000000000
              nanoclaw:zoneId: 00000000000000000000000000000000
              nanoclaw:zone: example.com
              nanoclaw:hostname: agent.example.com
              nanoclaw:zoneRules: owner
              nanoclaw:hostnames: [agent.example.com]
              nanoclaw:accessTeamDomain: team.cloudflareaccess.com
              nanoclaw:modelProvider: anthropic
              nanoclaw:modelName: claude-sonnet-4-5
              nanoclaw:modelApiKey:
                secure: v1:planted-ciphertext
            """
        );
        var configuration = StackConfigurationFile.Read(_folder.Path, "team", ProviderValues.ForPreview);
        Assert.Contains("nanoclaw:modelApiKey", Assert.Single(configuration.Notes), StringComparison.Ordinal);
        var stack = await EvaluateAsync(configuration);
        Assert.DoesNotContain("planted-ciphertext", Text(stack.Declared), StringComparison.Ordinal);
        Assert.StartsWith("throw-away-", DeclaredWorker.In(stack.Declared).Bindings.Single(b => b.Name == "MODEL_API_KEY").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_in_order_need_no_key_here_and_only_those_that_an_update_needs_are_told()
    {
        WriteStack(
            "team",
            """
            config:
              nanoclaw:accountId: 00000000000000000000000000000000
              nanoclaw:zoneId: 00000000000000000000000000000000
              nanoclaw:zone: example.com
              nanoclaw:hostname: agent.example.com
              nanoclaw:zoneRules: owner
              nanoclaw:hostnames: [agent.example.com]
              nanoclaw:accessTeamDomain: team.cloudflareaccess.com
              nanoclaw:modelName: claude-sonnet-4-5
              nanoclaw:modelApiKey:
                secure: v1:planted-ciphertext
              nanoclaw:nextModels:
                - anthropic claude-haiku-4-5
                - openai gpt-5-mini https://api.openai.com/v1
            """
        );
        var configuration = StackConfigurationFile.Read(_folder.Path, "team", ProviderValues.ForPreview);
        Assert.Contains(
            "nanoclaw:modelApiKey3: not set",
            Assert.Single(configuration.Notes, note => note.Contains("not set", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );

        var bindings = DeclaredWorker.In((await EvaluateAsync(configuration)).Declared).Bindings;
        Assert.Equal(bindings.Single(b => b.Name == "MODEL_API_KEY").Text, bindings.Single(b => b.Name == "MODEL_2_API_KEY").Text);
        Assert.StartsWith("throw-away-", bindings.Single(b => b.Name == "MODEL_3_API_KEY").Text, StringComparison.Ordinal);
    }

    /// <summary>What people write, and what <c>pulumi config set</c> makes of it.</summary>
    [Theory]
    [InlineData("nanoclaw:rotationVersion: 3")]
    [InlineData("nanoclaw:rotationVersion: \"3\"")]
    [InlineData("nanoclaw:rotationVersion: '3' # raised by the workflow")]
    [InlineData("\"nanoclaw:rotationVersion\": \"3\"")]
    [InlineData("nanoclaw:config:rotationVersion: \"3\"")]
    [InlineData("rotationVersion: 3")]
    public async Task A_setting_is_read_in_every_form_that_the_CLI_writes(string line)
    {
        WriteStack("team", $"config:\n  {line}\n");
        var written = StackConfigurationFile.Read(_folder.Path, "team", ProviderValues.ForPreview);

        Assert.Equal("3", written.Get("rotationVersion"));
        Assert.Equal("3", (await EvaluateAsync(Local(("rotationVersion", written.Get("rotationVersion")!)))).Output("credentialGeneration"));
    }

    [Theory]
    [InlineData("config: [unclosed")]
    [InlineData("config: text")]
    public void A_malformed_file_is_named(string text)
    {
        WriteStack("team", text);
        Assert.Contains(
            "Pulumi.team.yaml",
            Assert.Throws<LocalCloudException>(() => StackConfigurationFile.Read(_folder.Path, "team", ProviderValues.ForPreview)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_stack_that_is_not_there_is_told_with_those_that_are()
    {
        WriteStack("dev", "config: {}");
        var message = Assert.Throws<LocalCloudException>(() => StackConfigurationFile.Read(_folder.Path, "prod", ProviderValues.ForPreview)).Message;
        Assert.Contains("local, dev", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plan_shows_no_secret_wherever_it_stands()
    {
        var model = ModelChoice.FromEnvironment(name => name == "ANTHROPIC_API_KEY" ? "planted-model-key" : null);
        var stack = await EvaluateAsync(
            LocalConfiguration.Create(model).With(new Dictionary<string, string>(StringComparer.Ordinal) { ["rotationVersion"] = "2" })
        );
        var plan = StackPlan.Of(stack).ToJson().ToJsonString();
        foreach (var secret in (string[])["planted-model-key", stack.Output("agentToken")!, stack.Output("accessClientSecret")!])
        {
            Assert.Contains(secret, Text(stack.Declared), StringComparison.Ordinal);
            Assert.DoesNotContain(secret, plan, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Bound(stack, "TOKEN_SHA256_CURRENT"), plan, StringComparison.Ordinal);
    }

    /// <summary>The text of the one binding of that name, whichever script has it.</summary>
    private static string Bound(EvaluatedStack stack, string name) =>
        DeclaredWorker.AllIn(stack.Declared).SelectMany(worker => worker.Bindings).Single(b => b.Name == name).Text!;

    private Task<EvaluatedStack> EvaluateAsync(StackConfiguration configuration, ProviderValues? values = null) =>
        StackEvaluation.RunAsync(configuration, values ?? ProviderValues.ForPreview, _folder.Path, TestContext.Current.CancellationToken);

    private static StackConfiguration Local(params (string Key, string Value)[] settings) =>
        LocalConfiguration.Create(ModelChoice.FromEnvironment(_ => null)).With(settings.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal));

    private void WriteStack(string stack, string text) => File.WriteAllText(Path.Combine(_folder.Path, $"Pulumi.{stack}.yaml"), text);

    private static string Text(DeclaredStack stack) =>
        new JsonArray([
            .. stack.Resources.Select(r => new JsonObject
            {
                ["type"] = r.Type,
                ["name"] = r.Name,
                ["inputs"] = r.Inputs.DeepClone(),
                ["outputs"] = r.Outputs.DeepClone(),
            }),
            stack.Outputs.DeepClone(),
        ]).ToJsonString();

    [GeneratedRegex(@"^[0-9a-f]{32}\.access\z", RegexOptions.None, 1000)]
    private static partial Regex ClientId();

    [GeneratedRegex(@"^cfast_[A-Za-z0-9]{40}[0-9a-f]{8}\z", RegexOptions.None, 1000)]
    private static partial Regex ClientSecret();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\z", RegexOptions.None, 1000)]
    private static partial Regex Moment();

    [GeneratedRegex(@"^[0-9a-f]{64}\z", RegexOptions.None, 1000)]
    private static partial Regex Hex64();
}
