using System.Text.Json;
using System.Text.RegularExpressions;
using NanoClaw.Agents;

namespace NanoClaw.Host.Tests.Support;

/// <summary>What the Worker makes of a body: its rules as <c>src/moltworker/src/request</c> has them, with its own expressions.</summary>
internal static partial class WorkerRules
{
    /// <summary>How many items of its lists the Worker would pass over.</summary>
    /// <exception cref="AgentProtocolException">The Worker would refuse it.</exception>
    public static int Check(byte[] body)
    {
        Require(body.Length <= 262_144, "body", AgentErrorCodes.BodyTooLarge);
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        Known(root, "prompt", "sessionId", "groupFolder", "chatJid", "isMain", "isScheduledTask", "metadata");
        Require(JavaScriptNotBlank().IsMatch(Text(root, "prompt", 1, 262_144)), "prompt");
        Require(!Has(root, "sessionId") || SessionId().IsMatch(Text(root, "sessionId", 1, 64)), "sessionId");
        Require(Folder().IsMatch(Text(root, "groupFolder", 1, 64)) && Text(root, "groupFolder", 1, 64) != "global", "groupFolder");
        Require(!Text(root, "chatJid", 1, 256).Any(char.IsControl), "chatJid");
        Require(root.GetProperty("isMain").ValueKind is JsonValueKind.True or JsonValueKind.False, "isMain");
        if (!root.TryGetProperty("metadata", out var metadata))
        {
            return 0;
        }

        Known(metadata, "assistantName", "timezone", "memory", "fetch", "maxActiveTasks", "strangers", "model", "effort", "tasks", "groups");
        _ = Has(metadata, "assistantName") ? Text(metadata, "assistantName", 1, 64) : "";
        _ = Has(metadata, "memory") ? Text(metadata, "memory", 0, 65_536) : "";
        Require(!Has(metadata, "fetch") || Text(metadata, "fetch", 1, 64) is "off" or "asked" or "links" or "open", "metadata.fetch");
        Require(!Has(metadata, "strangers") || metadata.GetProperty("strangers").ValueKind is JsonValueKind.True or JsonValueKind.False, "metadata.strangers");
        Require(!Has(metadata, "model") || Text(metadata, "model", 1, 200).Length > 0, "metadata.model");
        Require(!Has(metadata, "effort") || Text(metadata, "effort", 1, 64) is "low" or "medium" or "high", "metadata.effort");
        Require(!Has(metadata, "timezone") || IsZone(Text(metadata, "timezone", 1, 64)), "metadata.timezone");
        return PassedOver(metadata, "tasks", 200, IsTask) + PassedOver(metadata, "groups", 500, IsGroup);
    }

    private static int PassedOver(JsonElement metadata, string name, int most, Func<JsonElement, bool> isTaken)
    {
        if (!Has(metadata, name))
        {
            return 0;
        }

        var items = metadata.GetProperty(name).EnumerateArray().ToList();
        return Math.Max(0, items.Count - most) + items.Take(most).Count(item => !isTaken(item));
    }

    private static bool IsTask(JsonElement task) =>
        IsTaken(() =>
        {
            Text(task, "id", 1, 128);
            Require(Folder().IsMatch(Text(task, "groupFolder", 1, 64)), "groupFolder");
            Text(task, "prompt", 0, 262_144);
            Require(Text(task, "scheduleType", 0, 64) is "cron" or "interval" or "once", "scheduleType");
            Text(task, "scheduleValue", 0, 256);
            Require(Text(task, "status", 0, 64) is "active" or "paused" or "completed", "status");
            Require(!Has(task, "nextRun") || IsoTime().IsMatch(Text(task, "nextRun", 1, 40)), "nextRun");
        });

    private static bool IsGroup(JsonElement group) =>
        IsTaken(() =>
        {
            Text(group, "jid", 1, 256);
            Text(group, "name", 0, 256);
            Require(!Has(group, "folder") || Folder().IsMatch(Text(group, "folder", 1, 64)), "folder");
        });

    private static bool IsTaken(Action check)
    {
        try
        {
            check();
            return true;
        }
        catch (AgentProtocolException)
        {
            return false;
        }
    }

    private static bool IsZone(string name) =>
        ZoneName().IsMatch(name)
        && File.Exists($"/usr/share/zoneinfo/{name}")
        && !name.StartsWith("posix/", StringComparison.Ordinal)
        && !name.StartsWith("right/", StringComparison.Ordinal)
        && name is not ("localtime" or "posixrules" or "Factory");

    private static bool Has(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null;

    private static string Text(JsonElement of, string name, int shortest, int longest)
    {
        var text = of.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : null;
        Require(text is not null && text.Length >= shortest && text.Length <= longest, name);
        return text!;
    }

    private static void Known(JsonElement of, params string[] names) =>
        Require(of.EnumerateObject().All(property => names.Contains(property.Name)), "an unknown field");

    private static void Require(bool holds, string name, string code = AgentErrorCodes.InvalidRequest)
    {
        if (!holds)
        {
            throw new AgentProtocolException(code, $"{name} breaks its rule.");
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}\z", RegexOptions.None, 1000)]
    private static partial Regex Folder();

    [GeneratedRegex(@"^[A-Za-z0-9_-]+\z", RegexOptions.None, 1000)]
    private static partial Regex SessionId();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+/-]{0,63}\z", RegexOptions.None, 1000)]
    private static partial Regex ZoneName();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IsoTime();

    [GeneratedRegex(@"[^\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]", RegexOptions.None, 1000)]
    private static partial Regex JavaScriptNotBlank();
}
