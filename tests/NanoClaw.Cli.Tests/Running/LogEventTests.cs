using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using NanoClaw.LocalCloud;

namespace NanoClaw.Cli.Tests.Running;

/// <summary>
/// What a log is searched for: words that stay. A name of an event that is renamed here breaks somebody's alert.
/// </summary>
public sealed partial class LogEventTests
{
    /// <summary>One name for one thing.</summary>
    private static readonly HashSet<string> Vocabulary = new(StringComparer.Ordinal)
    {
        // Of whom or what it tells.
        "Account",
        "Backup",
        "Channel",
        "Chat",
        "Effect",
        "Group",
        "Groups",
        "Held",
        "Key",
        "LastEvent",
        "NewChat",
        "Path",
        "Position",
        "Program",
        "Run",
        "Runtime",
        "Step",
        "Task",
        "Tool",
        "Update",
        "Who",
        // What became of it.
        "After",
        "Before",
        "Cause",
        "Change",
        "Code",
        "Decision",
        "ExitCode",
        "Failure",
        "Kind",
        "Outcome",
        "Reason",
        "State",
        "Status",
        // How much and how long.
        "Attempt",
        "Attempts",
        "Bound",
        "Bytes",
        "Count",
        "DurationMs",
        "Length",
        "MiB",
        "ModelUsd",
        "Port",
        "ProjectedUsd",
        "Since",
        "Until",
        "UsedUsd",
        "Wait",
        "WaitMs",
        // The local cloud's edge.
        "Address",
        "Host",
        "Method",
        "Ray",
        "Rule",
        "Script",
    };

    /// <summary>What was said, and who said it: in no line that is not asked for by AGENT_LOG_CONTENT.</summary>
    private static readonly HashSet<string> Content = new(StringComparer.Ordinal) { "Prompt", "Sender", "Text" };

    private static string Document => File.ReadAllText(ProjectFolder.FindUpward(Path.Combine("docs", "LOGS.md"))!);

    [Fact]
    public void Every_event_has_a_name_of_its_own_made_of_plain_words()
    {
        Assert.True(Events.Count > 60);
        Assert.All(Events, found => Assert.Matches("^[a-z][a-z0-9]*(_[a-z0-9]+)+$", found.Name));
        Assert.Empty(Events.GroupBy(found => found.Name, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Fact]
    public void One_thing_has_one_name_in_all_of_them()
    {
        var all = Events.SelectMany(found => found.Placeholders).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(all.Except(Vocabulary, StringComparer.Ordinal).Except(Content, StringComparer.Ordinal));
        Assert.Empty(Vocabulary.Except(all, StringComparer.Ordinal));
    }

    [Fact]
    public void What_was_said_is_in_events_alone_that_are_asked_for() =>
        Assert.Equal(
            ["content_answered", "content_asked", "content_received", "content_sent"],
            Events.Where(found => found.Placeholders.Any(Content.Contains)).Select(found => found.Name).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void The_document_has_each_of_them_with_its_level()
    {
        var expected = Events
            .OrderBy(found => found.Name, StringComparer.Ordinal)
            .Select(found =>
                $"| `{found.Name}` | {found.Level} | {string.Join(", ", found.Placeholders.Distinct(StringComparer.Ordinal).Select(name => $"`{char.ToLowerInvariant(name[0])}{name[1..]}`"))} |"
            );

        Assert.Equal(
            string.Join('\n', expected),
            string.Join('\n', Document.ReplaceLineEndings("\n").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        );
    }

    private static IReadOnlyList<Event> Events { get; } =
    [
        .. Directory
            .GetFiles(AppContext.BaseDirectory, "NanoClaw.*.dll")
            .Append(typeof(NanoClawCommandLine).Assembly.Location)
            .Where(file => !Path.GetFileNameWithoutExtension(file).EndsWith(".Tests", StringComparison.Ordinal))
            .Select(Assembly.LoadFrom)
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type =>
                type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            )
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .Select(found => new Event(
                found.EventName ?? "",
                LevelOf(found.Level),
                [.. Placeholder().Matches(found.Message).Select(match => match.Groups["name"].Value)]
            )),
    ];

    private static string LevelOf(LogLevel level) =>
        level switch
        {
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            _ => level.ToString().ToLowerInvariant(),
        };

    [GeneratedRegex(@"\{(?<name>[A-Za-z0-9]+)[^}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();

    private sealed record Event(string Name, string Level, IReadOnlyList<string> Placeholders);
}
