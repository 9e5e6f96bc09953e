using NanoClaw.Host;

namespace NanoClaw.Import;

/// <summary>Where an import puts things, and what it has to know of the assistant that takes over.</summary>
public sealed record ImportSettings
{
    /// <summary>The folder of the database and of the channels' credentials.</summary>
    public required string StoreFolder { get; init; }

    /// <summary>The database's name in it.</summary>
    public required string StoreFile { get; init; }

    /// <summary>The folder of the container runtime's sessions.</summary>
    public required string DataFolder { get; init; }

    public required HostOptions Host { get; init; }

    /// <summary>Whether v1's session ids mean something to the runtime.</summary>
    public required bool KeepsSessions { get; init; }

    /// <summary>The names of the channels that there are here, set up or not.</summary>
    public required IReadOnlySet<string> Channels { get; init; }

    /// <summary>The keys of <c>.env</c> that are read here.</summary>
    public required IReadOnlySet<string> Keys { get; init; }

    /// <summary>Runs a program to ask it something; null where there is no such program.</summary>
    public required Func<string, IReadOnlyList<string>, CancellationToken, Task<string?>> Ask { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public string StorePath => Path.Combine(StoreFolder, StoreFile);
}
