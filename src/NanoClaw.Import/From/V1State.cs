using System.Globalization;
using System.Text.Json;
using NanoClaw.Store;

namespace NanoClaw.Import.From;

/// <summary>The state that v1 kept in <c>data/*.json</c> before its database had tables for it.</summary>
internal sealed class V1State
{
    private readonly List<RegisteredGroup> _groups = [];
    private readonly Dictionary<string, string> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _router = new(StringComparer.Ordinal);
    private readonly List<string> _files = [];
    private readonly List<string> _warnings = [];

    public IReadOnlyList<RegisteredGroup> Groups => _groups;

    /// <summary>Session ids by group folder.</summary>
    public IReadOnlyDictionary<string, string> Sessions => _sessions;

    /// <summary>The rows of <c>router_state</c> that v1 makes of its file.</summary>
    public IReadOnlyDictionary<string, string> Router => _router;

    /// <summary>The names of the files that were understood.</summary>
    public IReadOnlyList<string> Files => _files;

    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Reads the files; one that makes no sense is passed over, as v1 does, and told of.</summary>
    public static V1State Read(IEnumerable<string> files, DateTimeOffset now)
    {
        var state = new V1State();
        foreach (var file in files)
        {
            try
            {
                using var document = JsonDocument.Parse(File.ReadAllText(file));
                state.Add(Path.GetFileName(file), document.RootElement, now);
                state._files.Add(Path.GetFileName(file));
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                state._warnings.Add($"{file} is not the JSON that v1 wrote there, and is not taken over.");
            }
        }

        return state;
    }

    private void Add(string name, JsonElement root, DateTimeOffset now)
    {
        switch (name)
        {
            case "router_state.json":
                if (Text(root, "last_timestamp") is { } seen)
                {
                    _router["last_timestamp"] = seen;
                }

                if (root.TryGetProperty("last_agent_timestamp", out var agent) && agent.ValueKind is JsonValueKind.Object)
                {
                    _router["last_agent_timestamp"] = agent.GetRawText();
                }

                break;
            case "sessions.json":
                foreach (var entry in root.EnumerateObject().Where(entry => entry.Value.ValueKind is JsonValueKind.String))
                {
                    _sessions[entry.Name] = entry.Value.GetString()!;
                }

                break;
            default:
                _groups.AddRange(
                    root.EnumerateObject().Where(entry => entry.Value.ValueKind is JsonValueKind.Object).Select(entry => Group(entry.Name, entry.Value, now))
                );
                break;
        }
    }

    private static RegisteredGroup Group(string jid, JsonElement value, DateTimeOffset now) =>
        new()
        {
            Jid = jid,
            Name = Text(value, "name") ?? jid,
            Folder = Text(value, "folder") ?? "",
            Trigger = Text(value, "trigger") ?? "",
            AddedAt = DateTimeOffset.TryParse(Text(value, "added_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var added)
                ? added
                : now,
            ContainerConfig = value.TryGetProperty("containerConfig", out var config) && config.ValueKind is JsonValueKind.Object ? config.GetRawText() : null,
            RequiresTrigger = Flag(value, "requiresTrigger") ?? true,
            IsMain = Flag(value, "isMain") ?? false,
        };

    private static string? Text(JsonElement value, string name) =>
        value.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String ? text.GetString() : null;

    private static bool? Flag(JsonElement value, string name) =>
        value.TryGetProperty(name, out var flag) && flag.ValueKind is JsonValueKind.True or JsonValueKind.False ? flag.GetBoolean() : null;
}
