using System.Diagnostics;
using NanoClaw.Agents;

namespace NanoClaw.Host.Bench;

/// <summary>The client alone: the same runs, without store, queue and outbox.</summary>
internal sealed class BareCalls(IAgentRuntime runtime)
{
    private readonly string?[] _sessions = new string?[Rig.Groups];

    public void ForgetSessions() => Array.Clear(_sessions);

    /// <summary>From the call to the answer's event; returns when the run has ended as well.</summary>
    public async Task<TimeSpan> AnswerAsync(int group)
    {
        var request = new AgentRequest
        {
            Prompt = "<messages>\n<message sender=\"Someone\" time=\"2026-11-23T12:00:00.000Z\">What is seven and seven?</message>\n</messages>",
            GroupFolder = "bare-" + Rig.Folder(group),
            ChatJid = "bare@bench",
            IsMain = false,
            SessionId = _sessions[group],
        };
        var took = TimeSpan.Zero;
        var started = Stopwatch.GetTimestamp();
        await foreach (var item in runtime.StreamAsync(request))
        {
            switch (item)
            {
                case AgentEvent.Output:
                    took = Stopwatch.GetElapsedTime(started);
                    break;
                case AgentEvent.Done done:
                    _sessions[group] = done.SessionId;
                    break;
            }
        }

        return took;
    }
}
