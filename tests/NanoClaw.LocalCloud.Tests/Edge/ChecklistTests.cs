using System.Text.Json;
using System.Text.Json.Nodes;
using NanoClaw.LocalCloud.Edge;
using NanoClaw.LocalCloud.Edge.Checklist;

namespace NanoClaw.LocalCloud.Tests.Edge;

public sealed class ChecklistTests
{
    [Theory]
    [InlineData("casses: []", 1, 1, "unknown key 'casses' in the file: the keys are cases")]
    [InlineData("cases: []", 1, 8, "cases is a list of at least one case")]
    [InlineData("cases:\n  - name: a\n    expect: { status: 200 }", 2, 5, "a case needs the key request")]
    [InlineData(
        "cases:\n  - name: a\n    request: { metod: GET }\n    expect: { status: 200 }",
        3,
        16,
        "unknown key 'metod' in request: the keys are method, path, host"
    )]
    [InlineData("cases:\n  - name: a\n    request: { path: x }\n    expect: { status: 200 }", 3, 22, "path starts with /")]
    [InlineData("cases:\n  - name: a\n    request: {}\n    expect: { status: ok }", 4, 23, "status is a whole number from 100 to 599")]
    [InlineData("cases:\n  - name: a\n    request: {}\n    expect: {}", 4, 13, "expect needs at least one of answeredBy, status, rule")]
    [InlineData("cases:\n  - name: a\n    request: { token: good }\n    expect: { status: 200 }", 3, 23, "token is one of none, valid, wrong, not 'good'")]
    [InlineData("cases:\n  - name: a\n    request: { times: 3 }\n    expect: { status: 429, after: 3 }", 4, 35, "after is a whole number from 0 to 2")]
    [InlineData("cases: [", 2, 1, "While parsing a node")]
    [InlineData("", 1, 1, "expected one document with the key cases")]
    public void What_is_wrong_in_a_file_is_told_with_its_line_and_key(string yaml, int line, int column, string reason)
    {
        var error = Assert.Throws<ChecklistException>(() => ChecklistReader.Read(yaml, "list.yaml"));

        Assert.StartsWith($"list.yaml({line},{column}): {reason}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_are_judged_as_the_declared_edge_answers_them()
    {
        var results = await RunAsync(
            """
            cases:
              - name: proper
                request: { method: POST, path: /v1/agent/run, token: valid }
                expect: { answeredBy: worker, status: 200 }
              - name: unauthenticated
                request: { method: POST, path: /v1/agent/run }
                expect: { answeredBy: edge, status: 403, rule: agent_credentials }
              - name: wrong token
                request: { method: POST, path: /v1/agent/run, token: wrong }
                expect: { status: 401, rule: access/agent }
              - name: wrong host
                request: { host: "x.${hostname}" }
                expect: { status: 530 }
              - name: plain HTTP
                request: { scheme: http }
                expect: { status: 301, rule: always_use_https }
              - name: flood
                request: { method: POST, path: /v1/agent/run, token: valid, times: 30 }
                expect: { status: 429, rule: agent_flood, after: 5 }
              - name: flood again, from nothing
                request: { method: POST, path: /v1/agent/run, token: valid, times: 6 }
                expect: { status: 429, after: 5 }
            """
        );

        Assert.All(results, r => Assert.Empty(r.Differences));
        Assert.Equal(7, results.Count);
    }

    [Fact]
    public async Task A_verdict_that_differs_is_told()
    {
        var results = await RunAsync(
            """
            cases:
              - name: all wrong
                request: { path: /other }
                expect: { answeredBy: worker, status: 200, rule: agent_credentials }
              - name: too early
                request: { method: POST, path: /v1/agent/run, token: valid, times: 30 }
                expect: { status: 429, after: 10 }
            """
        );

        Assert.Equal(
            [
                "expected the Worker to get it, but the edge answered",
                "expected status 200, but got 404",
                "expected the rule agent_credentials, but it was agent_paths",
            ],
            results[0].Differences
        );
        Assert.Equal(["expected this answer from request 11 on, but it came from request 6 on"], results[1].Differences);

        var table = ChecklistReport.Table(results);
        Assert.Contains("FAIL  all wrong", table, StringComparison.Ordinal);
        Assert.EndsWith("2 of 2 cases failed.\n", table, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(ChecklistReport.Json(results));
        Assert.False(json.RootElement[0].GetProperty("passed").GetBoolean());
        Assert.Equal("agent_paths", json.RootElement[0].GetProperty("rule").GetString());
    }

    [Fact]
    public async Task A_rule_that_goes_by_the_spelling_of_a_header_fails_over_HTTP_1_alone()
    {
        var stack = EdgeStack.Hardened().Build();
        var spoilt = stack with
        {
            Resources =
            [
                .. stack.Resources.Select(r =>
                    r with
                    {
                        Inputs = (JsonObject)
                            JsonNode.Parse(
                                r.Inputs.ToJsonString()
                                    .Replace(
                                        "len(http.request.headers[\\u0022cf-access-client-id\\u0022]) gt 0",
                                        "any(http.request.headers.names[*] eq \\u0022cf-access-client-id\\u0022)",
                                        StringComparison.Ordinal
                                    )
                            )!,
                    }
                ),
            ],
        };
        const string Yaml = """
            cases:
              - name: proper
                request: { method: POST, path: /v1/agent/run, token: valid }
                expect: { answeredBy: worker, status: 200 }
            """;

        var result = Assert.Single(await RunAsync(Yaml, spoilt));

        Assert.Equal(["HTTP/2", "HTTP/1.1"], result.Protocols);
        Assert.NotEmpty(result.Differences);
        Assert.All(result.Differences, d => Assert.StartsWith("over HTTP/1.1 expected", d, StringComparison.Ordinal));
        Assert.Empty(Assert.Single(await RunAsync(Yaml, stack)).Differences);
    }

    [Fact]
    public async Task A_stack_without_a_hostname_cannot_be_asked()
    {
        var runner = new ChecklistRunner(EdgeStack.Hardened().Without(EdgeStack.AgentHost).Build(), TimeProvider.System);

        await Assert.ThrowsAsync<LocalEdgeException>(() => runner.RunAsync(new EdgeChecklist([]), TestContext.Current.CancellationToken));
    }

    private static Task<IReadOnlyList<ChecklistResult>> RunAsync(string yaml, DeclaredStack? stack = null) =>
        new ChecklistRunner(stack ?? EdgeStack.Hardened().Build(), TimeProvider.System).RunAsync(
            ChecklistReader.Read(yaml, "list.yaml"),
            TestContext.Current.CancellationToken
        );
}
