namespace NanoClaw.LocalCloud;

/// <summary>What a Worker has around it on this machine.</summary>
public sealed record WorkerdSurroundings
{
    /// <summary>The edge's plain listener on loopback, as <c>127.0.0.1:port</c>: where the Access team's key set is fetched. Null: no edge.</summary>
    public string? EdgeAddress { get; init; }

    /// <summary>A server as <c>127.0.0.1:port</c> that stands for every public host. Null: they are reached themselves.</summary>
    public string? Web { get; init; }

    /// <summary>The folder of the Durable Objects' databases; it must exist.</summary>
    public required string DurableObjectsFolder { get; init; }

    /// <summary>The folder of the buckets' objects; it must exist where a bucket is declared.</summary>
    public string? BucketsFolder { get; init; }
}
