using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Pulumi;
using Pulumi.Testing;

namespace NanoClaw.LocalCloud;

/// <summary>
/// Plays the providers for one evaluation: records what the program declares, and answers with outputs of the kind and
/// format that the real providers give.
/// </summary>
/// <param name="values">Makes the values.</param>
/// <param name="stackOutputs">What stacks have put out, by their full names; the evaluated stack's own among them.</param>
/// <param name="history">What stood before.</param>
internal sealed class LocalProviders(ProviderValues values, IReadOnlyDictionary<string, JsonObject> stackOutputs, IResourceHistory history) : IMocks
{
    private readonly ConcurrentDictionary<(string Type, string Name), (JsonObject Inputs, JsonObject Outputs)> _resources = new();
    private readonly ConcurrentBag<string> _secrets = [];
    private ImmutableDictionary<string, Output<object?>> _outputs = ImmutableDictionary<string, Output<object?>>.Empty;

    /// <summary>The secret values that were given out.</summary>
    public IReadOnlyCollection<string> Secrets => _secrets;

    /// <summary>The stack's outputs.</summary>
    public IReadOnlyDictionary<string, Output<object?>> Outputs => _outputs;

    public (JsonObject Inputs, JsonObject Outputs)? Find(string type, string name) => _resources.TryGetValue((type, name), out var resource) ? resource : null;

    public async Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        var (type, name) = (args.Type!, args.Name!);
        var inputs = MockValues.ToJson(args.Inputs);
        var computed = Compute(type, await history.RegisterAsync(type, name, inputs, _secrets).ConfigureAwait(false), inputs);
        var id = computed["id"]!.GetValue<string>();
        if (!_resources.TryAdd((type, name), (inputs, computed)))
        {
            throw new LocalCloudException($"The program declares two resources of the type {type} with the name '{name}'.");
        }

        var state = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (key, value) in args.Inputs)
        {
            state[key] = value;
        }

        foreach (var (key, value) in computed.Where(p => p.Key != "id"))
        {
            state[key] = MockValues.FromJson(value)!;
        }

        return (id, state);
    }

    public Task<object> CallAsync(MockCallArgs args) =>
        Task.FromResult<object>(
            args.Token switch
            {
                "cloudflare:index/getWorkersScripts:getWorkersScripts" => new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["id"] = "scripts",
                    ["results"] = history
                        .Workers.Select(w =>
                            new Dictionary<string, object>(StringComparer.Ordinal)
                            {
                                ["id"] = w.Name,
                                ["migrationTag"] = w.MigrationTag,
                            }.ToImmutableDictionary()
                        )
                        .ToImmutableArray<object>(),
                },
                "pulumi:pulumi:readStackOutputs" => OutputsOf((string)args.Args["name"]),
                _ => throw new LocalCloudException($"The program asks the providers for '{args.Token}', which the local cloud does not know."),
            }
        );

    public Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args)
    {
        if (args.Urn.Split("::") is [_, _, "pulumi:pulumi:Stack", ..])
        {
            _outputs = args.Outputs;
        }

        return Task.CompletedTask;
    }

    /// <param name="type">The provider's type.</param>
    /// <param name="resource">What the resource's values are made from.</param>
    /// <param name="inputs">Its inputs.</param>
    private JsonObject Compute(string type, string resource, JsonObject inputs)
    {
        switch (type)
        {
            case "cloudflare:index/zeroTrustAccessServiceToken:ZeroTrustAccessServiceToken":
                var version = inputs["clientSecretVersion"]?.ToJsonString() ?? "1";
                return new()
                {
                    ["id"] = values.Uuid(resource),
                    ["clientId"] = values.Hex("client-id", resource, 32) + ".access",
                    ["clientSecret"] = Secret(ServiceTokenSecret(resource, version)),
                    ["expiresAt"] = (values.Created + AccessDuration(inputs)).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
                };
            case "cloudflare:index/zeroTrustAccessApplication:ZeroTrustAccessApplication":
                return new() { ["id"] = values.Uuid(resource), ["aud"] = values.Hex("aud", resource, 64) };
            case "cloudflare:index/zeroTrustAccessPolicy:ZeroTrustAccessPolicy":
                return new() { ["id"] = values.Uuid(resource) };
            case "cloudflare:index/workersScript:WorkersScript":
                return new()
                {
                    ["id"] = inputs["scriptName"]!.DeepClone(),
                    ["etag"] = values.Hex("etag", resource, 64),
                    ["startupTimeMs"] = 1.0,
                    ["migrationTag"] = inputs["migrations"]?["newTag"]?.DeepClone() ?? "",
                };
            case "cloudflare:index/d1Database:D1Database":
                var uuid = values.Uuid(resource);
                return new() { ["id"] = uuid, ["uuid"] = uuid };
            case "cloudflare:index/r2Bucket:R2Bucket":
                return new() { ["id"] = inputs["name"]!.DeepClone() };
            case "cloudflare:index/aiGateway:AiGateway":
                return new() { ["id"] = inputs["aiGatewayId"]!.DeepClone() };
            case "cloudflare:index/zoneSetting:ZoneSetting":
                return new() { ["id"] = inputs["settingId"]!.DeepClone() };
            case "random:index/randomBytes:RandomBytes":
                var bytes = values.Bytes("random", $"{resource}\0{inputs["keepers"]?.ToJsonString()}", (int)inputs["length"]!.GetValue<double>());
                return new()
                {
                    ["id"] = "none",
                    ["hex"] = Secret(Convert.ToHexStringLower(bytes)),
                    ["base64"] = Secret(Convert.ToBase64String(bytes)),
                };
            case "command:local:Command":
                // Its outputs are empty because it is not run: the commands are for what was deployed.
                return new()
                {
                    ["id"] = values.Hex("id", resource, 32),
                    ["stdout"] = "",
                    ["stderr"] = "",
                };
            default:
                return new() { ["id"] = values.Hex("id", resource, 32) };
        }
    }

    private Dictionary<string, object> OutputsOf(string stack) =>
        stackOutputs.TryGetValue(stack, out var known)
            ? new(StringComparer.Ordinal)
            {
                ["name"] = stack,
                ["outputs"] = MockValues.FromJson(known)!,
                ["secretOutputNames"] = ImmutableArray<object>.Empty,
            }
            : throw new LocalCloudException($"The program refers to the stack '{stack}', which the local cloud has not evaluated.");

    private string Secret(string value)
    {
        _secrets.Add(value);
        return value;
    }

    // The format of secrets since 2026-08-26: a prefix, 40 characters, 8 of checksum.
    private string ServiceTokenSecret(string resource, string version)
    {
        var text = values.Text("client-secret", $"{resource}\0{version}", 40);
        var sum = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(text));
        return $"cfast_{text}{Convert.ToHexStringLower(sum.AsSpan(0, 4))}";
    }

    private static TimeSpan AccessDuration(JsonObject inputs) =>
        inputs["duration"]?.GetValue<string>() is { } duration
        && duration.EndsWith('h')
        && int.TryParse(duration[..^1], CultureInfo.InvariantCulture, out var hours)
            ? TimeSpan.FromHours(hours)
            : TimeSpan.FromHours(8760);
}
