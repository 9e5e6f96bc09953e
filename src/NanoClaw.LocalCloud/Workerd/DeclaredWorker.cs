using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud;

/// <summary>A Worker as the stack declares it: what its <c>WorkersScript</c> resource says, read once.</summary>
public sealed record DeclaredWorker
{
    /// <summary>The provider's type token of the resource.</summary>
    public const string ResourceType = "cloudflare:index/workersScript:WorkersScript";

    public required string ScriptName { get; init; }

    public required string MainModule { get; init; }

    /// <summary>The main module's text.</summary>
    public required string Content { get; init; }

    public required string CompatibilityDate { get; init; }

    public IReadOnlyList<string> CompatibilityFlags { get; init; } = [];

    public IReadOnlyList<WorkerBinding> Bindings { get; init; } = [];

    /// <summary>The Durable Object classes that a migration gave SQLite storage.</summary>
    public IReadOnlySet<string> SqliteClasses { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The text of a <c>plain_text</c> binding, or null where there is none of that name.</summary>
    public string? PlainText(string name) => Bindings.FirstOrDefault(b => b.Name == name && b.Type == "plain_text")?.Text;

    /// <summary>Whether its objects, or its calls, are another Worker's: it stands beside that one.</summary>
    public bool IsBeside => Bindings.Any(b => b.ScriptName is not null || b.Service is not null);

    /// <summary>Reads the stack's one agent.</summary>
    /// <exception cref="LocalCloudException">There is none, or more than one, or it lacks what workerd needs.</exception>
    public static DeclaredWorker In(DeclaredStack stack) => AllIn(stack)[0];

    /// <summary>Reads the agent, and behind it the Workers beside it.</summary>
    /// <exception cref="LocalCloudException">There is no agent, or more than one, or a Worker lacks what workerd needs.</exception>
    public static IReadOnlyList<DeclaredWorker> AllIn(DeclaredStack stack)
    {
        ArgumentNullException.ThrowIfNull(stack);
        var workers = stack.OfType(ResourceType).Select(Of).ToLookup(worker => worker.IsBeside);
        return workers[false].Count() == 1
            ? [.. workers[false], .. workers[true].OrderBy(worker => worker.ScriptName, StringComparer.Ordinal)]
            : throw new LocalCloudException(
                $"The stack '{stack.Name}' declares {workers[false].Count()} Workers for its agent, and the local cloud runs exactly one. See the plan: nanoclaw preview."
            );
    }

    private static DeclaredWorker Of(DeclaredResource script) =>
        new()
        {
            ScriptName = Required(script, "scriptName"),
            MainModule = Required(script, "mainModule"),
            Content = Required(script, "content"),
            CompatibilityDate = Required(script, "compatibilityDate"),
            CompatibilityFlags = [.. Strings(script.Inputs["compatibilityFlags"])],
            Bindings = [.. (script.Inputs["bindings"]?.AsArray() ?? []).OfType<JsonObject>().Select(WorkerBinding.Of)],
            SqliteClasses = SqliteClassesOf(script.Inputs["migrations"] as JsonObject),
        };

    private static HashSet<string> SqliteClassesOf(JsonObject? migrations)
    {
        var classes = new HashSet<string>(Strings(migrations?["newSqliteClasses"]), StringComparer.Ordinal);
        foreach (var step in migrations?["steps"] as JsonArray ?? [])
        {
            classes.UnionWith(Strings(step?["newSqliteClasses"]));
        }

        return classes;
    }

    private static IEnumerable<string> Strings(JsonNode? list) => (list as JsonArray ?? []).Select(item => item!.GetValue<string>());

    private static string Required(DeclaredResource script, string input) =>
        script.Inputs[input]?.GetValue<string>() is { Length: > 0 } value
            ? value
            : throw new LocalCloudException($"The Worker '{script.Name}' is declared without '{input}', which the local cloud needs.");
}
