namespace NanoClaw.Agents.AI;

/// <summary>Those of a client, in memory.</summary>
internal sealed class UnsettledRuns(TimeProvider time) : IUnsettledRuns
{
    private const int Most = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string RunId, long Since)> _runs = new(StringComparer.Ordinal);

    public string? Take(string fingerprint)
    {
        lock (_lock)
        {
            return _runs.Remove(fingerprint, out var run) && IsFresh(run.Since) ? run.RunId : null;
        }
    }

    public void Keep(string fingerprint, string runId)
    {
        lock (_lock)
        {
            if (_runs.Count >= Most)
            {
                MakeRoom();
            }

            _runs[fingerprint] = (runId, time.GetTimestamp());
        }
    }

    private bool IsFresh(long since) => time.GetElapsedTime(since) < IUnsettledRuns.Lifetime;

    private void MakeRoom()
    {
        foreach (var (fingerprint, run) in _runs)
        {
            if (!IsFresh(run.Since))
            {
                _runs.Remove(fingerprint);
            }
        }

        if (_runs.Count >= Most)
        {
            _runs.Remove(_runs.MinBy(run => run.Value.Since).Key);
        }
    }
}
