using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NanoClaw.Agents.Tests;

/// <summary>Every code has a rule, and the contract, its examples and this client say the same one.</summary>
public sealed partial class ErrorRuleTests
{
    private static readonly IReadOnlyList<JsonNode> Golden = [.. JsonNode.Parse(TestRun.Golden("codes/codes.json"))!.AsArray().OfType<JsonNode>()];

    public static TheoryData<string, int, string> Refusals =>
        [.. Golden.Where(code => (string)code["of"]! == "request").Select(code => ((string)code["code"]!, (int)code["status"]!, (string)code["client"]!))];

    public static TheoryData<string, string> Failures =>
        [.. Golden.Where(code => (string)code["of"]! == "run").Select(code => ((string)code["code"]!, (string)code["client"]!))];

    [Fact]
    public void The_contract_lists_the_codes_their_statuses_and_rules_as_the_examples_do()
    {
        var contract = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "CONTRACT.md"));
        var written = Row()
            .Matches(contract[contract.IndexOf("\n## Errors", StringComparison.Ordinal)..])
            .Select(row => $"{row.Groups["code"].Value} {row.Groups["status"].Value} {row.Groups["rule"].Value}");

        Assert.Equal(Golden.Select(code => $"{code["code"]} {code["status"]} {code["client"]}"), written);
    }

    [Fact]
    public void Every_code_of_this_client_has_a_rule_and_those_of_the_contract_the_contracts()
    {
        Assert.All(AgentErrorCodes.Known, code => Assert.NotNull(AgentErrorRules.Of(code)));
        Assert.All(Golden, code => Assert.Equal((string)code["client"]!, AgentErrorRules.Of((string)code["code"]!).ToString()!.ToLowerInvariant()));
        Assert.Null(AgentErrorRules.Of("a_word_of_tomorrow"));
        Assert.Null(AgentErrorRules.Of(null));
    }

    /// <summary>A cap opens in hours, for which no call waits: whoever called does.</summary>
    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Only_a_refusal_that_passes_is_called_again(string code, int status, string rule)
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Refuses(status, code);
        using var runtime = new CloudflareAgentRuntime(
            worker.Options(o => (o.MaxRetries, o.MaxRetryDelay) = (1, TimeSpan.FromMilliseconds(1))),
            new FixedCredentials()
        );

        await Assert.ThrowsAnyAsync<AgentException>(() => runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync());

        Assert.Equal(rule == "wait" && code != AgentErrorCodes.RunCapReached ? 2 : 1, worker.Calls.Count);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Only_a_run_that_failed_for_what_passes_begins_again_under_its_id(string code, string rule)
    {
        await using var worker = await StubWorker.StartAsync();
        worker.Streams(TestRun.Started() + TestRun.Usage(2) + TestRun.Error(3, code));
        using var runtime = new CloudflareAgentRuntime(
            worker.Options(o => (o.MaxRetries, o.MaxRetryDelay) = (1, TimeSpan.FromMilliseconds(1))),
            new FixedCredentials()
        );

        await Assert.ThrowsAnyAsync<AgentException>(() => runtime.StreamAsync(TestRun.Request, TestRun.Options).ListAsync());

        Assert.Equal(rule == "wait" ? 2 : 1, worker.Calls.Count);
    }

    [GeneratedRegex(@"^\| `(?<code>\w+)` \| (?<status>\d+) \| (?<rule>\w+) \| .+ \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
