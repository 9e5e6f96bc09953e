using System.Text.Json;
using NanoClaw.Agents;

namespace NanoClaw.Host.Tests.Support;

/// <summary>An agent that asks for an effect.</summary>
internal static class Asking
{
    public const string ScheduleForOwn = """{"prompt":"Say hi","scheduleType":"cron","scheduleValue":"0 9 * * *"}""";

    /// <summary>Somebody of a group calls, and the agent asks for this in its answer.</summary>
    public static async Task ActAsync(World world, string actor, string name, string arguments, params string[] origins)
    {
        world.Worker.Answer = _ => [Asked(name, arguments, origins), new AgentEvent.Output("done")];
        await world.SayAsync(actor, "@Andy do it");
        await world.SettleAsync();
    }

    public static AgentEvent.ActionRequested Asked(string name, string arguments, params string[] origins)
    {
        using var parsed = JsonDocument.Parse(arguments);
        return new AgentEvent.ActionRequested("a1", name, parsed.RootElement.Clone()) { Origins = origins };
    }
}
