using NanoClaw.Infra.Worker;
using NanoClaw.LocalCloud.Updates;

namespace NanoClaw.LocalCloud.Tests.Updates;

/// <summary>A stack through its updates: each one finds what the ones before have left.</summary>
internal sealed class UpdateSequence
{
    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal)
    {
        ["accountId"] = "0123456789abcdef0123456789abcdef",
        ["zoneId"] = "fedcba9876543210fedcba9876543210",
        ["zone"] = "example.com",
        ["hostname"] = "agent.example.com",
        ["zoneRules"] = "owner",
        ["hostnames"] = "[\"agent.example.com\"]",
        ["accessTeamDomain"] = "example.cloudflareaccess.com",
        ["adminEmails"] = "[\"ada@example.com\"]",
        ["modelProvider"] = "anthropic",
        ["modelName"] = "a-model",
        ["modelApiKey"] = "sk-planted-model-key",
    };

    public UpdateSequence(params ReadOnlySpan<(string Key, string Value)> settings)
    {
        foreach (var (key, value) in settings)
        {
            _settings[key] = value;
        }
    }

    /// <summary>Everything that can be asked for, on a plan that has it.</summary>
    public static UpdateSequence OfEverything() =>
        new(
            ("zonePlan", "pro"),
            ("workersPlan", "paid"),
            ("d1", "true"),
            ("r2", "true"),
            ("aiGateway", "true"),
            ("aiGatewayToken", "planted-gateway-token"),
            ("alertEmails", "[\"ada@example.com\"]"),
            ("storageLocation", "weur"),
            ("protectData", "true")
        );

    /// <summary>What stands now.</summary>
    public DeployedStack Standing { get; set; } = DeployedStack.Nothing("prod");

    /// <summary>The Worker; null for the one that was built.</summary>
    public WorkerBundle? Bundle { get; set; }

    /// <summary>An update, with settings that it and all later ones have.</summary>
    public async Task<UpdatePlan> UpdateAsync(params (string Key, string Value)[] changes)
    {
        var plan = await PreviewAsync(changes);
        foreach (var (key, value) in changes)
        {
            _settings[key] = value;
        }

        Standing = plan.After;
        return plan;
    }

    /// <summary>What an update would do; nothing is done.</summary>
    public Task<UpdatePlan> PreviewAsync(params (string Key, string Value)[] changes)
    {
        var configuration = new StackConfiguration { Stack = Standing.Name, Values = new Dictionary<string, string>(StringComparer.Ordinal) }
            .With(_settings)
            .With(changes.ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal));
        return UpdateEvaluation.RunAsync(configuration, Standing, "/nowhere", Bundle, TestContext.Current.CancellationToken);
    }

    /// <summary>The first update and the second, which sends the migrations no more: a stack that is in use.</summary>
    public async Task<UpdateSequence> SettleAsync()
    {
        await UpdateAsync();
        await UpdateAsync();
        return this;
    }

    public void Refresh() => Standing = Standing.Refreshed();
}
