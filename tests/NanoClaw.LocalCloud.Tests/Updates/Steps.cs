using NanoClaw.LocalCloud.Updates;

namespace NanoClaw.LocalCloud.Tests.Updates;

/// <summary>Reads an update's steps.</summary>
internal static class Steps
{
    private static readonly string[] Beside = ["admin-", "front-"];

    /// <summary>The steps that do something, as <c>kind type</c>, in their order; components left out.</summary>
    public static IReadOnlyList<string> Done(this UpdatePlan plan) =>
        [
            .. plan
                .Steps.Where(s => s.Kind != UpdateKind.Same && !s.Resource.Type.StartsWith("nanoclaw:", StringComparison.Ordinal))
                .Select(s => $"{UpdateJson.Word(s.Kind)} {s.Resource.Type.Split(':')[^1]}"),
        ];

    /// <summary>The one step of a type; of a Worker, the agent's.</summary>
    public static UpdateStep Step(this UpdatePlan plan, string type) =>
        Assert.Single(
            plan.Steps,
            s => s.Resource.Type.EndsWith($":{type}", StringComparison.Ordinal) && !Beside.Any(it => s.Resource.Name.StartsWith(it, StringComparison.Ordinal))
        );

    public static IReadOnlyList<string> Paths(this UpdateStep step) => [.. step.Changes.Select(c => c.Path)];

    public static IReadOnlyList<string> DangerTexts(this UpdatePlan plan) =>
        [.. plan.Dangers.Select(d => $"{UpdateJson.Word(d.Kind)}: {d.Resource}: {d.Text}")];
}
