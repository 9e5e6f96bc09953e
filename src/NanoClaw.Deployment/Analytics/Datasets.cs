using NanoClaw.Pricing;

namespace NanoClaw.Deployment.Analytics;

/// <summary>
/// The datasets of what is billed, with their units: https://developers.cloudflare.com/durable-objects/observability/metrics-and-analytics/,
/// https://developers.cloudflare.com/analytics/graphql-api/tutorials/querying-workers-metrics/ and those of R2, D1 and KV. Workers logs have none.
/// </summary>
internal static class Datasets
{
    /// <summary>Cloudflare bills by powers of ten.</summary>
    private const decimal Gigabyte = 1_000_000_000m;

    private const decimal MicrosecondsPerMillisecond = 1_000m;

    /// <summary>https://developers.cloudflare.com/r2/pricing/: what is neither of these nor free is class A, the dearer.</summary>
    private static readonly string[] R2Reads =
    [
        "HeadBucket",
        "HeadObject",
        "GetObject",
        "UsageSummary",
        "GetBucketEncryption",
        "GetBucketLocation",
        "GetBucketCors",
        "GetBucketLifecycleConfiguration",
    ];

    private static readonly string[] R2Free = ["DeleteObject", "DeleteBucket", "AbortMultipartUpload"];

    public const string Workers = "workersInvocationsAdaptive";

    public static IReadOnlyList<Dataset> All { get; } =
    [
        new(
            Workers,
            "dimensions { scriptName } sum { requests cpuTimeUs }",
            [CloudItem.WorkerRequests, CloudItem.WorkerCpu],
            row => [(CloudItem.WorkerRequests, row.Sum("requests")), (CloudItem.WorkerCpu, row.Sum("cpuTimeUs") / MicrosecondsPerMillisecond)]
        ),
        new(
            "durableObjectsInvocationsAdaptiveGroups",
            "dimensions { namespaceId } sum { requests }",
            [CloudItem.ObjectRequests],
            row => [(CloudItem.ObjectRequests, row.Sum("requests"))]
        ),
        // duration is in GB-s, at 128 MB an object; activeTime beside it is in microseconds.
        new(
            "durableObjectsPeriodicGroups",
            "dimensions { namespaceId } sum { duration rowsRead rowsWritten }",
            [CloudItem.ObjectDuration, CloudItem.RowsRead, CloudItem.RowsWritten],
            row => [(CloudItem.ObjectDuration, row.Sum("duration")), (CloudItem.RowsRead, row.Sum("rowsRead")), (CloudItem.RowsWritten, row.Sum("rowsWritten"))]
        ),
        new(
            "durableObjectsSqlStorageGroups",
            "dimensions { date namespaceId } max { storedBytes }",
            [CloudItem.Stored],
            row => [(CloudItem.Stored, row.Max("storedBytes") / Gigabyte)]
        )
        {
            IsKept = true,
        },
        new(
            "r2OperationsAdaptiveGroups",
            "dimensions { actionType } sum { requests }",
            [CloudItem.R2Writes, CloudItem.R2Reads],
            row => R2ItemOf(row.Dimension("actionType")) is { } item ? [(item, row.Sum("requests"))] : []
        ),
        new(
            "r2StorageAdaptiveGroups",
            "dimensions { date bucketName } max { payloadSize metadataSize }",
            [CloudItem.R2Stored],
            row => [(CloudItem.R2Stored, (row.Max("payloadSize") + row.Max("metadataSize")) / Gigabyte)]
        )
        {
            IsKept = true,
        },
        new(
            "d1AnalyticsAdaptiveGroups",
            "dimensions { databaseId } sum { rowsRead rowsWritten }",
            [CloudItem.D1RowsRead, CloudItem.D1RowsWritten],
            row => [(CloudItem.D1RowsRead, row.Sum("rowsRead")), (CloudItem.D1RowsWritten, row.Sum("rowsWritten"))]
        ),
        new(
            "d1StorageAdaptiveGroups",
            "dimensions { date databaseId } max { databaseSizeBytes }",
            [CloudItem.D1Stored],
            row => [(CloudItem.D1Stored, row.Max("databaseSizeBytes") / Gigabyte)]
        )
        {
            IsKept = true,
        },
        new(
            "kvOperationsAdaptiveGroups",
            "dimensions { actionType } sum { requests }",
            [CloudItem.KvReads, CloudItem.KvWrites],
            row =>
                [
                    (
                        row.Dimension("actionType").StartsWith("read", StringComparison.OrdinalIgnoreCase) ? CloudItem.KvReads : CloudItem.KvWrites,
                        row.Sum("requests")
                    ),
                ]
        ),
        new(
            "kvStorageAdaptiveGroups",
            "dimensions { date namespaceId } max { byteCount }",
            [CloudItem.KvStored],
            row => [(CloudItem.KvStored, row.Max("byteCount") / Gigabyte)]
        )
        {
            IsKept = true,
        },
    ];

    private static CloudItem? R2ItemOf(string action) =>
        R2Free.Contains(action, StringComparer.Ordinal) ? null
        : R2Reads.Contains(action, StringComparer.Ordinal) ? CloudItem.R2Reads
        : CloudItem.R2Writes;
}
