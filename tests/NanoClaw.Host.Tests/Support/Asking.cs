using System.Text.Json;
using System.Text.RegularExpressions;
using NanoClaw.Agents;
using NanoClaw.Store;

namespace NanoClaw.Host.Tests.Support;

/// <summary>An agent that asks for an effect.</summary>
internal static partial class Asking
{
    public const string SendToFamily = """{"text":"Dinner is at eight.","chatJid":"family@fake"}""";

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

    public static async Task<string> AssertHeldAsync(World world)
    {
        var held = Assert.Single(await world.Store.Effects.ListOpenAsync(TestContext.Current.CancellationToken));
        Assert.Matches(ShortId(), held.Id);
        return held.Id;
    }

    public static async Task<string[]> VerdictsAsync(World world) =>
        [
            .. (await world.Store.Effects.ListAsync(new EffectFilter(), TestContext.Current.CancellationToken)).Select(decision =>
                decision.Verdict.ToString().ToLowerInvariant()
            ),
        ];

    [GeneratedRegex("^[2-9][A-Z]$", RegexOptions.None, 1000)]
    private static partial Regex ShortId();
}
