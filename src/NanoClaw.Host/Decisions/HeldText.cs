using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NanoClaw.Host.Actions;
using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Decisions;

/// <summary>What people are told of a thing that waits: our own words at the margin, all others behind a bar.</summary>
internal static class HeldText
{
    /// <summary>What would be done, with every argument as it came: what a person says yes to.</summary>
    public static string Describe(RegisteredGroup actor, string? askedBy, string effectName, string arguments, PreparedEffect effect)
    {
        var text = new StringBuilder(effect.Summary);
        text.Append(CultureInfo.InvariantCulture, $"\nAsked for by {GroupName.Of(actor)}{(askedBy is null ? "" : $", in answer to {askedBy}")}.");
        text.Append(CultureInfo.InvariantCulture, $"\nThe action {effectName}, word for word:");
        using var document = JsonDocument.Parse(arguments);
        foreach (var argument in document.RootElement.EnumerateObject())
        {
            Append(text, argument.Name, argument.Value.ValueKind is JsonValueKind.String ? TextOf(argument.Value) : argument.Value.GetRawText());
        }

        foreach (var (label, value) in effect.Context)
        {
            Append(text, label, value);
        }

        return text.ToString();
    }

    /// <summary>The question as it is put to the main group.</summary>
    public static string Ask(string id, string description, IReadOnlyList<string> strangers, DateTimeOffset until, TimeZoneInfo zone) =>
        $"{id}: may I do this?\n{description}\n{Warn(strangers)}Answer \"yes {id}\" or \"no {id}\". Without an answer by {Time(until, zone)} it is not done.";

    /// <summary>What became of it, by whom and when.</summary>
    public static string Outcome(EffectDecision decision, TimeZoneInfo zone)
    {
        var answer = decision switch
        {
            { DecidedBy: null } => "",
            { Verdict: EffectVerdict.Declined } => $"{decision.DecidedBy} said no, {Time(decision.At, zone)}. ",
            _ => $"{decision.DecidedBy} said yes, {Time(decision.At, zone)}. ",
        };
        return $"{decision.HeldId} ({decision.Effect}): {answer}{decision.Reason}{(decision.DecidedBy is null ? $" ({Time(decision.At, zone)})" : "")}";
    }

    /// <summary>Two descriptions that differ in anything differ in this.</summary>
    public static string Fingerprint(string description) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(description)));

    private static string Time(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Warn(IReadOnlyList<string> strangers) =>
        strangers.Count == 0
            ? ""
            : $"Take care: I had read {string.Join(" and ", strangers.Select(InWords))} before, and it may be that this was not a person's wish.\n";

    private static string InWords(string stranger) =>
        stranger switch
        {
            "web" => "pages of the web",
            "groups" => "what other groups wrote",
            RuleWords.People => "messages of people who may not call me",
            _ => "I cannot tell what",
        };

    private static void Append(StringBuilder text, string label, string value) =>
        text.Append(CultureInfo.InvariantCulture, $"\n{ShownText.Margin}{ShownText.Line(label, 64)}:\n{ShownText.Quote(value)}");

    /// <summary>Half of a character cannot be read as text: then as it is written.</summary>
    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText();
        }
    }
}
