using System.Text.Json;
using NanoClaw.Deployment.Setup;
using NanoClaw.Deployment.StackFiles;

namespace NanoClaw.Deployment.Tests.Setup;

public sealed class SecretsTests : IAsyncLifetime
{
    private const string Gateway = "cfut_the-planted-gateway-token";

    private static readonly SetupRequest Real = new()
    {
        Stack = "dev",
        Yes = true,
        ModelProvider = "anthropic",
        ModelName = "claude-sonnet-4-5",
        AiGateway = true,
    };

    private SetupFixture _setup = null!;

    public async ValueTask InitializeAsync()
    {
        _setup = await SetupFixture.CreateAsync();
        _setup.Variables["CLOUDFLARE_AI_GATEWAY_TOKEN"] = Gateway;
    }

    public async ValueTask DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task No_secret_is_in_an_argument_a_message_a_file_or_a_request()
    {
        var report = await _setup.RunAsync(Real);

        DemandNoTrace(JsonSerializer.Serialize(report));
        Assert.Equal([SetupFixture.ModelKey, Gateway], _setup.Pulumi.Calls.Where(call => call.Step == "config set").Select(call => call.Input));
        Assert.IsType<StackValue.Secure>(_setup.FileOf("dev").Get("modelApiKey"));
        Assert.IsType<StackValue.Secure>(_setup.FileOf("dev").Get("aiGatewayToken"));
    }

    [Theory]
    [InlineData("stack init", "")]
    [InlineData("config set", SetupFixture.ModelKey)]
    [InlineData("preview", $"{SetupFixture.ModelKey} {Gateway}")]
    public async Task Nor_in_what_a_failure_says_of_what_it_was_given(string step, string given)
    {
        _setup.Pulumi.Fail(step, $"cannot do it with {given} and {_setup.Cloudflare.Token}");

        var error = await Assert.ThrowsAsync<DeploymentException>(() => _setup.RunAsync(Real));

        DemandNoTrace(error.ToString());
    }

    [Fact]
    public async Task Nor_in_an_answer_that_repeats_it()
    {
        _setup.Cloudflare.Data.Accounts[0]["name"] = $"My account {_setup.Cloudflare.Token}";

        var report = await _setup.RunAsync(Real);

        Assert.Equal("My account [token]", report.Account.Name);
        DemandNoTrace(JsonSerializer.Serialize(report));
    }

    [Fact]
    public async Task A_secret_that_is_set_is_kept_and_replaced_where_that_is_asked_for()
    {
        await _setup.RunAsync(Real);
        _setup.Variables["ANTHROPIC_API_KEY"] = "sk-ant-another";
        await _setup.RunAsync(Real);
        Assert.DoesNotContain(_setup.Pulumi.Calls, call => call.Input == "sk-ant-another");

        await _setup.RunAsync(Real with { ReplaceSecrets = true });

        Assert.Contains(_setup.Pulumi.Calls, call => call.Input == "sk-ant-another");
    }

    [Fact]
    public async Task A_secret_that_stands_in_clear_is_encrypted_and_not_shown()
    {
        _setup["dev"] = _setup["dev"]
            .Replace("  nanoclaw:runsPerDay", $"  nanoclaw:modelApiKey: {SetupFixture.ModelKey} # mine\n  nanoclaw:runsPerDay", StringComparison.Ordinal);

        var report = await _setup.RunAsync(Real);

        Assert.Contains("modelApiKey", report.Secrets);
        Assert.IsType<StackValue.Secure>(_setup.FileOf("dev").Get("modelApiKey"));
        Assert.Contains("nanoclaw:modelApiKey: # mine\n", _setup["dev"], StringComparison.Ordinal);
        DemandNoTrace(JsonSerializer.Serialize(report));
    }

    [Fact]
    public async Task A_secret_that_nobody_has_is_asked_for_hidden_or_named()
    {
        _setup.Variables.Remove("ANTHROPIC_API_KEY");
        _setup.Conversation.Secrets["the model's API key"] = SetupFixture.ModelKey;
        await _setup.RunAsync(Real);
        Assert.Contains("the model's API key", _setup.Conversation.Asked);

        _setup.Conversation = new() { CanAsk = false };
        var error = await Assert.ThrowsAsync<DeploymentException>(() => _setup.RunAsync(Real with { ReplaceSecrets = true }));
        Assert.Contains("ANTHROPIC_API_KEY", error.Message, StringComparison.Ordinal);
    }

    private void DemandNoTrace(string told)
    {
        foreach (var secret in new[] { SetupFixture.ModelKey, Gateway, _setup.Cloudflare.Token })
        {
            Assert.DoesNotContain(secret, told, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, _setup.Traces(), StringComparison.Ordinal);
        }
    }
}
