using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NanoClaw.Agents;

/// <summary>v1's folder between container and host: what the agent asks for lies there as files, and becomes actions as the Worker gives them.</summary>
internal sealed class ContainerMailbox
{
    private const int MaxFileBytes = 256 * 1024;
    private const int MaxFilesAtOnce = 200;

    /// <summary>An agent in a container reads what it likes, and nothing says what it has read.</summary>
    private static readonly string[] UnknownOrigins = ["unknown"];

    private readonly string _folder;
    private readonly AgentRequest _request;

    private ContainerMailbox(string folder, AgentRequest request)
    {
        _folder = folder;
        _request = request;
    }

    /// <summary>Makes the folders, forgets a close that was left there, and writes what the agent may know of tasks and groups.</summary>
    public static ContainerMailbox Open(string folder, AgentRequest request)
    {
        foreach (var name in new[] { "messages", "tasks", "input" })
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
        }

        var mailbox = new ContainerMailbox(folder, request);
        if (mailbox.Folder("input") is { } input)
        {
            File.Delete(Path.Combine(input, "_close"));
        }

        mailbox.WriteSnapshots();
        return mailbox;
    }

    /// <summary>Tells v1's agent runner that nothing more comes.</summary>
    public void Close()
    {
        if (Folder("input") is { } input)
        {
            File.WriteAllBytes(Path.Combine(input, "_close"), []);
        }
    }

    /// <summary>Takes the files that are there, oldest name first. A file that makes no sense is set aside, not met again.</summary>
    public IEnumerable<AgentEvent.ActionRequested> Take()
    {
        foreach (var name in new[] { "messages", "tasks" })
        {
            if (Folder(name) is not { } folder)
            {
                continue;
            }

            foreach (var path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Take(MaxFilesAtOnce).ToList())
            {
                if (Read(path) is { } action)
                {
                    yield return action;
                }
            }
        }
    }

    /// <summary>A folder of the mailbox, unless the container has put a link in its place.</summary>
    private string? Folder(string name)
    {
        var folder = new DirectoryInfo(Path.Combine(_folder, name));
        return folder.Exists && folder.LinkTarget is null ? folder.FullName : null;
    }

    private AgentEvent.ActionRequested? Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (
                file.LinkTarget is null
                && file.Length <= MaxFileBytes
                && JsonNode.Parse(File.ReadAllBytes(path)) is JsonObject asked
                && Translate(asked) is var (name, arguments)
            )
            {
                File.Delete(path);
                using var document = JsonDocument.Parse(arguments.ToJsonString());
                return new AgentEvent.ActionRequested(Path.GetFileNameWithoutExtension(path), name, document.RootElement.Clone()) { Origins = UnknownOrigins };
            }
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // Set aside below.
        }

        try
        {
            File.Move(path, path + ".refused", overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It will be met again, and refused again.
        }

        return null;
    }

    /// <summary>v1's form as the contract's: the action's name and its arguments.</summary>
    private (string Name, JsonObject Arguments)? Translate(JsonObject asked) =>
        Text(asked, "type") switch
        {
            "message" => ("send_message", Pick(asked, ("text", "text"), ("chatJid", "chatJid"))),
            "schedule_task" => (
                "schedule_task",
                WithTarget(
                    asked,
                    Pick(asked, ("prompt", "prompt"), ("schedule_type", "scheduleType"), ("schedule_value", "scheduleValue"), ("context_mode", "contextMode"))
                )
            ),
            "pause_task" => ("pause_task", Pick(asked, ("taskId", "taskId"))),
            "resume_task" => ("resume_task", Pick(asked, ("taskId", "taskId"))),
            "cancel_task" => ("cancel_task", Pick(asked, ("taskId", "taskId"))),
            "update_task" => (
                "update_task",
                Pick(asked, ("taskId", "taskId"), ("prompt", "prompt"), ("schedule_type", "scheduleType"), ("schedule_value", "scheduleValue"))
            ),
            "register_group" => ("register_group", Pick(asked, ("jid", "jid"), ("name", "name"), ("folder", "folder"), ("trigger", "trigger"))),
            "refresh_groups" => ("refresh_groups", []),
            _ => null,
        };

    /// <summary>v1 names the target by its chat, the contract by its folder. A chat that is not known stays as it is, for the host to refuse.</summary>
    private JsonObject WithTarget(JsonObject asked, JsonObject arguments)
    {
        if (Text(asked, "targetJid") is { } jid && jid != _request.ChatJid)
        {
            arguments["targetGroupFolder"] = _request.Metadata?.Groups?.FirstOrDefault(g => g.Jid == jid)?.Folder ?? jid;
        }

        return arguments;
    }

    private static JsonObject Pick(JsonObject asked, params ReadOnlySpan<(string From, string To)> names)
    {
        var picked = new JsonObject();
        foreach (var (from, to) in names)
        {
            if (asked[from] is { } value)
            {
                picked[to] = value.DeepClone();
            }
        }

        return picked;
    }

    private static string? Text(JsonObject asked, string name) => asked[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private void WriteSnapshots()
    {
        var tasks = new JsonArray([
            .. (_request.Metadata?.Tasks ?? []).Select(task =>
                (JsonNode)
                    new JsonObject
                    {
                        ["id"] = task.Id,
                        ["groupFolder"] = task.GroupFolder,
                        ["prompt"] = task.Prompt,
                        ["schedule_type"] = task.ScheduleType,
                        ["schedule_value"] = task.ScheduleValue,
                        ["status"] = task.Status,
                        ["next_run"] = task.NextRun?.UtcDateTime.ToString("O"),
                    }
            ),
        ]);
        var groups = new JsonObject
        {
            ["groups"] = new JsonArray([
                .. (_request.Metadata?.Groups ?? []).Select(group =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["jid"] = group.Jid,
                            ["name"] = group.Name,
                            ["isRegistered"] = group.Folder is not null,
                        }
                ),
            ]),
        };
        Write("current_tasks.json", tasks);
        Write("available_groups.json", groups);
    }

    private void Write(string name, JsonNode content)
    {
        var path = Path.Combine(_folder, name);

        // The container may have left a link: what is there goes, and is not written through.
        File.Delete(path);
        File.WriteAllText(path, content.ToJsonString(), Encoding.UTF8);
    }
}
