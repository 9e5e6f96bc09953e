namespace NanoClaw.Installation.Services;

/// <summary>What the service is to run.</summary>
public sealed record ServicePlan
{
    /// <summary>For all of the machine, or for one person's login.</summary>
    public required bool IsSystem { get; init; }

    /// <summary>The program and what stands before the command: <c>/opt/nanoclaw/nanoclaw</c>.</summary>
    public required IReadOnlyList<string> Program { get; init; }

    /// <summary>The folder of <c>.env</c>, <c>store</c> and <c>groups</c>.</summary>
    public required string ProjectFolder { get; init; }

    /// <summary>Folders outside of it that the process writes to as well.</summary>
    public IReadOnlyList<string> OtherWritableFolders { get; init; } = [];

    /// <summary>Where programs are looked for: Node.js, the Pulumi CLI.</summary>
    public required string SearchPath { get; init; }

    /// <summary>More of the environment, without any secret: units are for all to read.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The account of a system service.</summary>
    public string? User { get; init; }

    /// <summary>The stack whose credentials a timer pulls each day; null: no timer.</summary>
    public string? PullStack { get; init; }

    /// <summary>How long systemd waits for a stop: more than what runs is given to end.</summary>
    public required TimeSpan StopPatience { get; init; }
}
