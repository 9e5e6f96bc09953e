using NanoClaw.Agents;
using NanoClaw.Store;

namespace NanoClaw.Host.Runs;

/// <summary>How far a run has come that is followed.</summary>
internal sealed class RunProgress(AgentRun run, AgentRequest request)
{
    public AgentRun Run => run;

    public AgentRequest Request => request;

    public long LastEventId { get; set; } = run.LastEventId;

    public bool HasOutput { get; set; } = run.HasOutput;

    /// <summary>The run gave something, so the Worker keeps it whatever becomes of it.</summary>
    public bool HasBegun { get; set; } = run.LastEventId > 0;

    /// <summary>What is not kept is not begun.</summary>
    public bool IsOnlyTakenUp { get; init; }

    public bool HasAnswered { get; set; }

    public string? LastText { get; set; }

    public int Effects { get; set; }

    public string? SessionId { get; set; }

    public AgentUsage? Usage { get; set; }

    public string? AnsweredBy { get; set; }
}
