using System.Collections.Frozen;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace NanoClaw.Host.Telemetry;

/// <summary>
/// What of a log line leaves the machine: its event, its words without what is filled in, and those of its fields that
/// are listed here. A chat, a person, a reason in words and an exception's text stay at home, whatever
/// <c>AGENT_LOG_CONTENT</c> says.
/// </summary>
internal sealed class ExportedLines : BaseProcessor<LogRecord>
{
    private const string Prefix = "nanoclaw.";

    private static readonly FrozenDictionary<string, string> Fields = FrozenDictionary.ToFrozenDictionary(
        new Dictionary<string, string>(StringComparer.Ordinal) { ["Run"] = HostTelemetry.RunId, ["Task"] = "nanoclaw.task_id" }.Concat(
            Named(
                "Attempt",
                "Attempts",
                "Backup",
                "Bound",
                "Bytes",
                "Cause",
                "Channel",
                "Code",
                "Count",
                "Decision",
                "DurationMs",
                "Effect",
                "ExitCode",
                "Failure",
                "Group",
                "Held",
                "Kind",
                "LastEvent",
                "Length",
                "ModelUsd",
                "Outcome",
                "Position",
                "ProjectedUsd",
                "Runtime",
                "Since",
                "State",
                "Status",
                "Tool",
                "Until",
                "UsedUsd",
                "Wait",
                "WaitMs"
            )
        ),
        StringComparer.Ordinal
    );

    public override void OnEnd(LogRecord data)
    {
        var kept = new List<KeyValuePair<string, object?>>();
        foreach (var (name, value) in data.Attributes ?? [])
        {
            if (Fields.TryGetValue(name, out var told))
            {
                // Kinds and lengths of time are words of their own to a collector.
                kept.Add(new(told, value is string or bool or int or long or double ? value : FormattableString.Invariant($"{value}")));
            }
        }

        if (data.Exception is { } exception)
        {
            kept.Add(new("exception.type", exception.GetType().FullName));
        }

        (data.Attributes, data.Exception, data.FormattedMessage) = (kept, null, null);
        base.OnEnd(data);
    }

    private static IEnumerable<KeyValuePair<string, string>> Named(params IEnumerable<string> names) =>
        names.Select(name => KeyValuePair.Create(name, Prefix + Snake(name)));

    private static string Snake(string name)
    {
        var snake = new StringBuilder();
        foreach (var letter in name)
        {
            snake.Append(char.IsAsciiLetterUpper(letter) && snake.Length > 0 ? "_" : "").Append(char.ToLowerInvariant(letter));
        }

        return snake.ToString();
    }
}
