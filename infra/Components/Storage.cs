using NanoClaw.Infra.Settings;
using Pulumi;
using Pulumi.Cloudflare;

namespace NanoClaw.Infra.Components;

/// <summary>What <see cref="Storage"/> is made from.</summary>
public sealed record StorageArgs
{
    public required string AccountId { get; init; }

    /// <summary>Prefix of every name, the environment's own.</summary>
    public required string Name { get; init; }

    public required StorageSettings Settings { get; init; }
}

/// <summary>What is declared only when asked for: a D1 database, an R2 bucket, an AI Gateway.</summary>
public sealed class Storage : ComponentResource
{
    public Storage(string name, StorageArgs args, ComponentResourceOptions? options = null)
        : base("nanoclaw:index:Storage", name, options)
    {
        ArgumentNullException.ThrowIfNull(args);
        var settings = args.Settings;
        var holdsData = new CustomResourceOptions { Parent = this, Protect = settings.Protect };

        Database = settings.D1
            ? new($"{args.Name}-d1", new() { AccountId = args.AccountId, Name = args.Name, PrimaryLocationHint = Hint(settings.Location) }, holdsData)
            : null;
        Bucket = settings.R2
            ? new($"{args.Name}-r2", new() { AccountId = args.AccountId, Name = args.Name, Location = Hint(settings.Location) }, holdsData)
            : null;
        Gateway = settings.AiGateway ? CreateGateway(args) : null;
        RegisterOutputs();
    }

    public D1Database? Database { get; }

    public R2Bucket? Bucket { get; }

    public AiGateway? Gateway { get; }

    // An Input made from a null string would be a null that was set; none at all is meant.
    private static Input<string>? Hint(string? location) => location is null ? null : (Input<string>)location;

    // What a gateway logs are prompts and answers, and what it caches are one group's words for another: neither is wanted.
    private AiGateway CreateGateway(StorageArgs args) => new(
        $"{args.Name}-gateway",
        new()
        {
            AccountId = args.AccountId,
            AiGatewayId = args.Name,
            CollectLogs = false,
            CacheTtl = 0,
            CacheInvalidateOnUpdate = true,
            RateLimitingInterval = 0,
            RateLimitingLimit = 0,
        },
        new() { Parent = this });
}
