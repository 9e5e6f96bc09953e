namespace NanoClaw.Agents.AI;

/// <summary>That of a session, which is kept with it.</summary>
internal sealed class SessionUnsettled(NanoClawAgentSession session, TimeProvider time) : IUnsettledRuns
{
    public string? Take(string fingerprint)
    {
        var run = session.Unsettled;
        session.Unsettled = null;
        return run?.Fingerprint == fingerprint && (time.GetUtcNow() - run.At).Duration() < IUnsettledRuns.Lifetime ? run.RunId : null;
    }

    public void Keep(string fingerprint, string runId) => session.Unsettled = new UnsettledRun(fingerprint, runId, time.GetUtcNow());
}
