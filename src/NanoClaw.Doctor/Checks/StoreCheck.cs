using System.Globalization;
using NanoClaw.Host.Text;
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.Doctor.Checks;

/// <summary>Whether the database is there, whole, of this version, and not swollen.</summary>
public sealed class StoreCheck : IDoctorCheck
{
    /// <summary>The log is cut at about 64 MB; a larger one is held open by somebody who reads.</summary>
    private const long LargeLog = 256_000_000;

    /// <summary>Of a million messages it takes two seconds.</summary>
    private static readonly TimeSpan DamagePatience = TimeSpan.FromSeconds(10);

    public string Name => "store";

    public IAsyncEnumerable<Finding> RunAsync(DoctorContext context, CancellationToken cancellationToken) =>
        Look(context, cancellationToken).ToAsyncEnumerable();

    private static IEnumerable<Finding> Look(DoctorContext context, CancellationToken cancellationToken)
    {
        if (context.Settings is not { StorePath: var path })
        {
            yield return Finding.Skipped("The settings do not say where it is.");
            yield break;
        }

        if (!File.Exists(path))
        {
            yield return Finding.Warning($"There is no {path} yet.", "nanoclaw run makes it. From NanoClaw v1: nanoclaw import v1 PATH");
            yield break;
        }

        var (schema, fault) = Inspect(path, cancellationToken);
        if (fault is not null)
        {
            yield return fault;
        }

        if (schema is null)
        {
            yield break;
        }

        if (schema > StoreInspection.KnownSchema)
        {
            yield return Finding.Problem(
                $"{path} was written by a newer NanoClaw (schema {schema}; this one knows {StoreInspection.KnownSchema}).",
                "Update this one."
            );
        }
        else if (schema < StoreInspection.KnownSchema)
        {
            yield return Finding.Warning($"{path} is as NanoClaw v1 left it.", "nanoclaw run brings it up to date, and keeps a copy as it was.");
        }

        var log = new FileInfo(path + "-wal");
        if (log is { Exists: true, Length: > LargeLog })
        {
            yield return Finding.Warning(
                $"The write-ahead log has {Size.Text(log.Length)}: another program keeps it open.",
                "Close what reads the database (a browser of databases, a backup)."
            );
        }

        if (fault is null)
        {
            yield return Finding.Ok(
                $"{path}, {Size.Text(new FileInfo(path).Length)}{(context.Owner is { } owner ? $", the assistant is running ({owner})" : "")}{LastCopy(path)}"
            );
        }
    }

    private static (long? Schema, Finding? Fault) Inspect(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var store = StoreInspection.Open(path);
            var schema = store.SchemaVersion;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(DamagePatience);
            try
            {
                return (
                    schema,
                    store.FindDamage(limit.Token) is { } damage
                        ? Finding.Problem(
                            $"{path} is damaged: {damage}",
                            $"Stop the assistant, keep the file, and mend it (sqlite3 {path} .recover | sqlite3 mended.db) or restore a copy (messages.db.before-*.bak, or your own)."
                        )
                        : null
                );
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return (schema, null);
            }
        }
        catch (StoreException exception)
        {
            return (null, Finding.Problem(exception.Message));
        }
    }

    private static string LastCopy(string path)
    {
        var last = Directory
            .EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + ".before-*.bak")
            .Select(File.GetLastWriteTimeUtc)
            .DefaultIfEmpty()
            .Max();
        return last == default ? "" : string.Create(CultureInfo.InvariantCulture, $", last copy before an upgrade of {last:yyyy-MM-dd}");
    }
}
