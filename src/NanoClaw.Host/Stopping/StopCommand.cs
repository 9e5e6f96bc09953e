using NanoClaw.Host.Text;
using NanoClaw.Store;

namespace NanoClaw.Host.Stopping;

/// <summary>The order to end what is being answered: <c>/stop</c>, as a bot's command or after the assistant's name too.</summary>
internal static class StopCommand
{
    public const string Word = "/stop";

    /// <param name="text">What was written.</param>
    /// <param name="group">Where.</param>
    /// <param name="assistantName">The assistant's name.</param>
    /// <param name="mentionsAssistant">Whether the name of the assistant's account is in it: then names alone may stand before the word.</param>
    public static bool Is(string text, RegisteredGroup group, string assistantName, bool mentionsAssistant = false)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [var word] => IsWord(word),
            [.. var called, var word] => IsWord(word)
                && (
                    Trigger.Of(group.Trigger, assistantName).IsOnly(string.Join(' ', called)) || (mentionsAssistant && called.All(name => name.StartsWith('@')))
                ),
            _ => false,
        };
    }

    // In a group of several bots their services write the one that is meant behind the word.
    private static bool IsWord(string word) => word.Split('@')[0].Equals(Word, StringComparison.OrdinalIgnoreCase);
}
