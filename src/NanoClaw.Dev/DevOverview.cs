using System.Text.Json.Nodes;
using NanoClaw.LocalCloud;
using Spectre.Console;

namespace NanoClaw.Dev;

/// <summary>What runs, where, and what it leaves out.</summary>
public static class DevOverview
{
    public static void Show(IAnsiConsole console, RunningCloud cloud, ModelChoice model)
    {
        foreach (var note in cloud.Stack.Configuration.Notes)
        {
            console.WriteLine($"note: {note}", new Style(Color.Yellow));
        }

        var table = new Table { Border = TableBorder.Rounded, ShowHeaders = false };
        table.AddColumn("").AddColumn("");
        Row("Stack", $"{cloud.Stack.Declared.Name}, {cloud.Stack.Declared.Resources.Count} resources at Cloudflare (nanoclaw preview lists them)");
        Row("Agent", cloud.Endpoint.GetLeftPart(UriPartial.Authority));
        Row("Plain HTTP", $"http://127.0.0.1:{cloud.HttpPort}");
        Row("Model", Model(cloud, model));
        Row("Credentials", Relative(cloud, cloud.State.AgentConfigurationFile));
        Row("Sessions", Relative(cloud, cloud.State.DurableObjectsFolder));
        console.Write(table);
        console.WriteLine("Not reproduced on this machine:", new Style(Color.Grey));
        foreach (var gap in cloud.NotReproduced)
        {
            console.WriteLine($"  - {gap}", new Style(Color.Grey));
        }

        console.WriteLine();

        void Row(string name, string value) => table.AddRow(new Text(name), new Text(value));
    }

    /// <summary>Where it runs, for a program.</summary>
    public static JsonObject ToJson(RunningCloud cloud) =>
        new()
        {
            ["stack"] = cloud.Stack.Declared.Name,
            ["endpoint"] = cloud.Endpoint.GetLeftPart(UriPartial.Authority),
            ["httpPort"] = cloud.HttpPort,
            ["envFile"] = cloud.State.AgentConfigurationFile,
            ["outputsFile"] = cloud.State.OutputsFile,
            ["notReproduced"] = new JsonArray([.. cloud.NotReproduced.Select(n => (JsonNode?)n)]),
        };

    private static string Model(RunningCloud cloud, ModelChoice choice) =>
        cloud.Stack.Configuration.Get("modelProvider") is { } provider && provider != choice.Provider
            ? $"{cloud.Stack.Configuration.Get("modelName") ?? "the built-in demo"} ({provider}), as the stack says"
            : choice.Description;

    private static string Relative(RunningCloud cloud, string path) => Path.GetRelativePath(Path.GetDirectoryName(cloud.State.Root)!, path);
}
