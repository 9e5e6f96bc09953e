using NanoClaw.Infra.Settings;
using Pulumi;
using Pulumi.Cloudflare;
using Pulumi.Cloudflare.Inputs;

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

        Database = settings.D1 ? new("d1", DatabaseArgs(args), HoldsData("d1")) : null;
        Bucket = settings.R2
            ? new(
                "r2",
                new()
                {
                    AccountId = args.AccountId,
                    Name = args.Name,
                    Location = Hint(settings.Location),
                },
                HoldsData("r2")
            )
            : null;
        Gateway = settings.AiGateway ? CreateGateway(args) : null;
        RegisterOutputs();

        CustomResourceOptions HoldsData(string what)
        {
            var options = LogicalName.Child(this, $"{args.Name}-{what}");
            options.Protect = settings.Protect;
            return options;
        }
    }

    public D1Database? Database { get; }

    public R2Bucket? Bucket { get; }

    public AiGateway? Gateway { get; }

    // An Input made from a null string would be a null that was set; none at all is meant.
    private static Input<string>? Hint(string? location) => location is null ? null : (Input<string>)location;

    // The API answers the replication's mode whatever was asked, and the provider sends null for what a program leaves out and a
    // refresh has seen, which the API refuses. So what it answers is stated.
    private static D1DatabaseArgs DatabaseArgs(StorageArgs args) =>
        new()
        {
            AccountId = args.AccountId,
            Name = args.Name,
            PrimaryLocationHint = Hint(args.Settings.Location),
            ReadReplication = new D1DatabaseReadReplicationArgs { Mode = "disabled" },
        };

    // What a gateway logs are prompts and answers, and what it caches are one group's words for another: neither is wanted.
    private AiGateway CreateGateway(StorageArgs args)
    {
        var options = LogicalName.Child(this, $"{args.Name}-gateway");
        // Answered by the API as well, of no meaning here, and some of them bound to a plan: left as they are, for the same reason.
        options.IgnoreChanges =
        [
            "logManagement",
            "logManagementStrategy",
            "logpushPublicKey",
            "retryBackoff",
            "retryDelay",
            "retryMaxAttempts",
            "storeId",
            "zdr",
            "dlp",
            "stripe",
        ];
        return new(
            "gateway",
            new()
            {
                AccountId = args.AccountId,
                AiGatewayId = args.Name,
                // Without it whoever knows account and name may use the gateway: https://developers.cloudflare.com/ai-gateway/configuration/authentication/
                Authentication = true,
                CollectLogs = false,
                Logpush = false,
                CacheTtl = 0,
                CacheInvalidateOnUpdate = true,
                RateLimitingInterval = 0,
                RateLimitingLimit = 0,
                RateLimitingTechnique = "fixed",
            },
            options
        );
    }
}
