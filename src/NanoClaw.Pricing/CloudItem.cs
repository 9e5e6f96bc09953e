namespace NanoClaw.Pricing;

/// <summary>What Cloudflare's bill counts, of all that a stack may declare.</summary>
public enum CloudItem
{
    WorkerRequests,

    /// <summary>In milliseconds.</summary>
    WorkerCpu,
    ObjectRequests,

    /// <summary>In GB-seconds; an object is billed at 128 MB.</summary>
    ObjectDuration,
    RowsRead,
    RowsWritten,

    /// <summary>In GB-months, of the Durable Objects.</summary>
    Stored,

    /// <summary>In GB.</summary>
    LogsWritten,

    /// <summary>In GB-months.</summary>
    LogsKept,

    /// <summary>In GB-months.</summary>
    R2Stored,

    /// <summary>Class A.</summary>
    R2Writes,

    /// <summary>Class B.</summary>
    R2Reads,
    D1RowsRead,
    D1RowsWritten,

    /// <summary>In GB-months.</summary>
    D1Stored,
    KvReads,

    /// <summary>Deletes and lists have the same price, and a million each of their own.</summary>
    KvWrites,

    /// <summary>In GB-months.</summary>
    KvStored,
}
