using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Pulumi.Testing;

namespace NanoClaw.Infra.Tests.Evaluation;

/// <summary>Plays Cloudflare, Random and Command: computed values that depend on the name, as a second update would find them.</summary>
internal sealed class CloudflareMocks : IMocks
{
    public ConcurrentQueue<MockResourceArgs> Registered { get; } = [];

    /// <summary>Workers that are there already, with their last migration.</summary>
    public Dictionary<string, string> MigrationTags { get; } = new(StringComparer.Ordinal);

    /// <summary>What the owner's stack says it covers; null where it has no such output.</summary>
    public string[]? CoveredHostnames { get; init; }

    public bool RefusesCalls { get; init; }

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

    public Task<object> CallAsync(MockCallArgs args) => RefusesCalls
        ? throw new NotSupportedException("no calls here")
        : Task.FromResult<object>(new Dictionary<string, object>
        {
            ["results"] = MigrationTags.Select(tag => new Dictionary<string, object> { ["id"] = tag.Key, ["migrationTag"] = tag.Value }).ToImmutableArray<object>(),
        });

    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private Dictionary<string, object> Computed(MockResourceArgs args) => args.Type switch
    {
        "random:index/randomBytes:RandomBytes" => new() { ["hex"] = Digest($"token {args.Name}"), ["base64"] = "unused" },
        "cloudflare:index/zeroTrustAccessServiceToken:ZeroTrustAccessServiceToken" => new()
        {
            ["clientId"] = $"{Digest($"client {args.Name}")[..32]}.access",
            ["clientSecret"] = $"cfast_{Digest($"secret {args.Name}")[..48]}",
        },
        "cloudflare:index/zeroTrustAccessApplication:ZeroTrustAccessApplication" => new() { ["aud"] = Digest($"aud {args.Name}") },
        "cloudflare:index/d1Database:D1Database" => new() { ["uuid"] = $"{args.Name}-uuid" },
        "pulumi:pulumi:StackReference" => new()
        {
            ["outputs"] = CoveredHostnames is null ? ImmutableDictionary<string, object>.Empty : ImmutableDictionary<string, object>.Empty.Add("coveredHostnames", CoveredHostnames.ToImmutableArray<object>()),
            ["secretOutputNames"] = ImmutableArray<object>.Empty,
        },
        _ => [],
    };
}
