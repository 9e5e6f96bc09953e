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
    public string? PlainText(string name) =>
        Bindings.FirstOrDefault(b => b.Name == name && b.Type == "plain_text")?.Text;

    /// <summary>Reads the stack's one Worker.</summary>
    /// <exception cref="LocalCloudException">There is none, or more than one, or it lacks what workerd needs.</exception>
    public static DeclaredWorker In(DeclaredStack stack)
    {
        ArgumentNullException.ThrowIfNull(stack);
        var scripts = stack.OfType(ResourceType).ToArray();
        return scripts.Length == 1
            ? Of(scripts[0])
            : throw new LocalCloudException(
                $"The stack '{stack.Name}' declares {scripts.Length} Workers, and the local cloud runs exactly one. See the plan: nanoclaw preview.");
    }

    private static DeclaredWorker Of(DeclaredResource script) => new()
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

    private static IEnumerable<string> Strings(JsonNode? list) =>
        (list as JsonArray ?? []).Select(item => item!.GetValue<string>());

    private static string Required(DeclaredResource script, string input) =>
        script.Inputs[input]?.GetValue<string>() is { Length: > 0 } value
            ? value
            : throw new LocalCloudException($"The Worker '{script.Name}' is declared without '{input}', which the local cloud needs.");
}
