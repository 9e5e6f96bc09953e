using NanoClaw.Pricing;

namespace NanoClaw.Cost.Comparing;

/// <summary>What makes the ledger and Cloudflare differ.</summary>
internal static class Explanation
{
    private const int MostNamed = 4;

    public static string Of(CloudItem item, decimal ledger, decimal measured, IReadOnlyDictionary<string, decimal> workers) =>
        item
            is CloudItem.R2Stored
                or CloudItem.R2Writes
                or CloudItem.R2Reads
                or CloudItem.D1RowsRead
                or CloudItem.D1RowsWritten
                or CloudItem.D1Stored
                or CloudItem.KvReads
                or CloudItem.KvWrites
                or CloudItem.KvStored
            ? "The ledger does not reckon it: it is used by backups, or by something else of the account."
        : measured > ledger ? $"{Higher(item)} {Others(workers)}".TrimEnd()
        : Lower(item);

    private static string Higher(CloudItem item) =>
        item switch
        {
            CloudItem.WorkerRequests =>
                "Cloudflare counts every request that reaches a Worker of the account, the ledger two for each run: health checks, refused callers, the admin page, backups and runs of another computer are not in it.",
            CloudItem.WorkerCpu => "The ledger counts 10 ms a run. More requests than runs, or other Workers, use more.",
            CloudItem.ObjectRequests => "The ledger counts four a run. Backups, notes, alarms and other Durable Objects of the account come on top.",
            CloudItem.ObjectDuration =>
                "The ledger counts as long as its runs took. Objects that wait for the model after the connection broke, backups and other Durable Objects of the account come on top.",
            CloudItem.RowsRead or CloudItem.RowsWritten =>
                "The ledger counts an upper bound for its own runs: backups or other Durable Objects of the account come on top.",
            CloudItem.Stored =>
                "The ledger counts 20 MB for each group that had a run this month. Groups that were silent, and other Durable Objects of the account, come on top.",
            _ => "Other Workers of the account write logs too.",
        };

    private static string Lower(CloudItem item) =>
        item switch
        {
            CloudItem.WorkerRequests =>
                "The ledger counts two requests a run, for a resumption that most runs do not need; containers and a model of this computer need none.",
            CloudItem.WorkerCpu => "The ledger counts 10 ms a run, the most that Workers Free allows; most need less.",
            CloudItem.ObjectRequests => "The ledger counts four a run, to be safe.",
            CloudItem.ObjectDuration =>
                "The ledger counts from the start of a run at home to its end, waiting and retries included; an object is billed while it is at work.",
            CloudItem.RowsRead or CloudItem.RowsWritten => "The ledger counts an upper bound: a session at its longest in each run.",
            CloudItem.Stored => "The ledger counts 20 MB a group, an upper bound.",
            _ => "The ledger counts as if every line were kept.",
        };

    private static string Others(IReadOnlyDictionary<string, decimal> workers) =>
        workers.Count < 2
            ? ""
            : $"By Worker: {string.Join(", ", workers.OrderByDescending(worker => worker.Value).Take(MostNamed).Select(worker => FormattableString.Invariant($"{worker.Key} {worker.Value:N0}")))}{(workers.Count > MostNamed ? ", and others" : "")}.";
}
