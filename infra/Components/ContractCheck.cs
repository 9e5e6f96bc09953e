using NanoClaw.Infra.Worker;
using Pulumi;
using Pulumi.Command.Local;

namespace NanoClaw.Infra.Components;

/// <summary>What a <see cref="ContractCheck"/> is made from.</summary>
public sealed record ContractCheckArgs
{
    /// <summary>Prefix of every name, the environment's own.</summary>
    public required string Name { get; init; }

    /// <summary>What it runs.</summary>
    public required string Script { get; init; }

    public required Output<string> Endpoint { get; init; }

    public required CredentialGeneration Credentials { get; init; }

    public required WorkerBundle Bundle { get; init; }

    /// <summary>What has to stand before the check means anything.</summary>
    public required IReadOnlyList<Resource> After { get; init; }
}

/// <summary>
/// Calls what was deployed, as a client would: healthy, refused without credentials, accepted with them. It runs when the Worker
/// or the credentials change; a failure fails the update, and costs no run of the agent.
/// </summary>
public sealed class ContractCheck : ComponentResource
{
    public ContractCheck(string name, ContractCheckArgs args, ComponentResourceOptions? options = null)
        : base("nanoclaw:index:ContractCheck", name, options)
    {
        ArgumentNullException.ThrowIfNull(args);

        var afterAll = LogicalName.Child(this, $"{args.Name}-contract-check");
        afterAll.DependsOn = args.After.ToArray();
        _ = new Command(
            "check",
            new()
            {
                Create = args.Script,
                Interpreter = { "/bin/sh", "-c" },
                // Secrets go by environment: a process's arguments can be read by everyone on the machine.
                Environment =
                {
                    { "AGENT_ENDPOINT", args.Endpoint },
                    { "AGENT_TOKEN", args.Credentials.Token },
                    { "ACCESS_CLIENT_ID", args.Credentials.ClientId },
                    { "ACCESS_CLIENT_SECRET", args.Credentials.ClientSecret },
                },
                Triggers = new object[] { args.Bundle.Sha256, args.Credentials.Version, args.Endpoint, args.Bundle.Manifest.Front.Sha256 },
            },
            afterAll
        );
        RegisterOutputs();
    }
}
