using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NanoClaw.EndToEnd.Tests.Attacks;

/// <summary>A request to a model as it reads it.</summary>
/// <param name="Group">The folder of the group that it is about.</param>
/// <param name="All">Every text in it: its own words, people's, the tools' and the host's.</param>
/// <param name="Turn">What it was told before it, and in this turn.</param>
/// <param name="Asked">The message that began this turn.</param>
/// <param name="CallIds">The calls that it made.</param>
internal sealed partial record Conversation(string? Group, string All, string Turn, string Asked, IReadOnlySet<string> CallIds)
{
    public static Conversation Read(JsonObject request)
    {
        var system = Order.Reveal(string.Join('\n', Texts(request["system"])));
        var messages = request["messages"]!.AsArray().Select(message => message!.AsObject()).ToList();
        var last = messages.FindLastIndex(message => (string?)message["role"] == "user" && Blocks(message).Any(block => (string?)block["type"] == "text"));
        var turn = messages.Skip(Math.Max(last, 0)).Where(message => (string?)message["role"] == "user").SelectMany(message => Texts(message["content"]));
        return new Conversation(
            Name().Match(system) is { Success: true } name ? name.Groups["folder"].Value : null,
            $"{system}\n{Order.Reveal(string.Join('\n', messages.SelectMany(message => Texts(message["content"]))))}",
            $"{system}\n{Order.Reveal(string.Join('\n', turn))}",
            last < 0 ? "" : string.Join('\n', Texts(messages[last]["content"])),
            messages
                .SelectMany(Blocks)
                .Where(block => (string?)block["type"] == "tool_use")
                .Select(block => (string)block["id"]!)
                .ToHashSet(StringComparer.Ordinal)
        );
    }

    private static IEnumerable<JsonObject> Blocks(JsonObject message) =>
        message["content"] is JsonArray blocks ? blocks.Select(block => block!.AsObject()) : [];

    private static IEnumerable<string> Texts(JsonNode? node) =>
        node switch
        {
            JsonValue text => [text.GetValue<string>()],
            JsonArray blocks => blocks.SelectMany(block => (string?)block!["type"] == "tool_result" ? Texts(block["content"]) : Texts(block["text"])),
            _ => [],
        };

    [GeneratedRegex("This is the (main )?group \"(?<folder>[^\"]+)\"", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Name();
}
