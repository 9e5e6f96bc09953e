using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud.Updates.Dangers;

/// <summary>Reads a Worker's bindings.</summary>
internal static class WorkerState
{
    public static IEnumerable<JsonObject> Bindings(DeployedResource? script) => (script?.State["bindings"] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>The text of a binding; null where there is none.</summary>
    public static string? Text(DeployedResource? script, string binding) =>
        Bindings(script).FirstOrDefault(b => b["name"]?.ToString() == binding)?["text"]?.ToString();
}
