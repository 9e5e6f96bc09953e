using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Pulumi.Testing;

namespace NanoClaw.Infra.Tests.Evaluation;

/// <summary>Plays Cloudflare, Random, Command and the engine: computed values that depend on stack and name, as a second update would find them.</summary>
internal sealed class CloudflareMocks : IMocks
{
    public ConcurrentQueue<MockResourceArgs> Registered { get; } = [];

    /// <summary>Workers that are there already, with their last migration.</summary>
    public Dictionary<string, string> MigrationTags { get; } = new(StringComparer.Ordinal);

    /// <summary>What the owner's stack says it covers; null where it has no such output.</summary>
    public string[]? CoveredHostnames { get; init; }

    /// <summary>What the evaluated stack itself put out last; empty where it was never deployed.</summary>
    public Dictionary<string, object> EarlierOutputs { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The functions that fail, by a part of their name.</summary>
    public string[] RefusedCalls { get; init; } = [];

    /// <summary>The stacks whose outputs cannot be read.</summary>
    public string[] RefusedStacks { get; init; } = [];

    /// <summary>The stack that is evaluated.</summary>
    public string StackName { get; set; } = "";

    /// <summary>Every resource answers with its inputs only, as the shortest mocks do.</summary>
    public bool ComputesNothing { get; init; }

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        Registered.Enqueue(args);
        var state = new Dictionary<string, object>(args.Inputs);
        foreach (var (key, value) in ComputesNothing ? [] : Computed(args))
        {
            state[key] = value;
        }

        return Task.FromResult<(string?, object)>(($"{args.Name}-id", state));
    }

    public Task<object> CallAsync(MockCallArgs args)
    {
        if (
            RefusedCalls.Any(name => args.Token!.EndsWith($":{name}", StringComparison.Ordinal))
            || (args.Args.TryGetValue("name", out var stack) && RefusedStacks.Contains(stack))
        )
        {
            throw new NotSupportedException("no calls here,\nand none there");
        }

        return Task.FromResult<object>(
            args.Token switch
            {
                "pulumi:pulumi:readStackOutputs" => Outputs((string)args.Args["name"]),
                "cloudflare:index/getWorkersScripts:getWorkersScripts" => new Dictionary<string, object>
                {
                    ["results"] = MigrationTags
                        .Select(tag => new Dictionary<string, object> { ["id"] = tag.Key, ["migrationTag"] = tag.Value })
                        .ToImmutableArray<object>(),
                },
                var other => throw new NotSupportedException(other),
            }
        );
    }

    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private Dictionary<string, object> Computed(MockResourceArgs args) =>
        args.Type switch
        {
            "random:index/randomBytes:RandomBytes" => new() { ["hex"] = Digest($"token {StackName} {args.Name}"), ["base64"] = "unused" },
            "cloudflare:index/zeroTrustAccessServiceToken:ZeroTrustAccessServiceToken" => new()
            {
                ["clientId"] = $"{Digest($"client {StackName} {args.Name}")[..32]}.access",
                ["expiresAt"] = "2027-11-01T12:00:00.12345Z",
                ["clientSecret"] = $"cfast_{Digest($"secret {StackName} {args.Name}")[..48]}",
            },
            "cloudflare:index/zeroTrustAccessApplication:ZeroTrustAccessApplication" => new() { ["aud"] = Digest($"aud {StackName} {args.Name}") },
            "cloudflare:index/d1Database:D1Database" => new() { ["uuid"] = $"{args.Name}-uuid" },
            _ => [],
        };

    private Dictionary<string, object> Outputs(string stack)
    {
        IReadOnlyDictionary<string, object> outputs =
            stack == $"organization/nanoclaw/{StackName}" ? EarlierOutputs
            : CoveredHostnames is null ? new Dictionary<string, object>()
            : new Dictionary<string, object> { ["coveredHostnames"] = CoveredHostnames.ToImmutableArray<object>() };
        return new()
        {
            ["name"] = stack,
            ["outputs"] = outputs.ToImmutableDictionary(),
            ["secretOutputNames"] = ImmutableArray<object>.Empty,
        };
    }
}
