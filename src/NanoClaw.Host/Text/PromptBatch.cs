using NanoClaw.Store;

namespace NanoClaw.Host.Text;

/// <summary>Which of the messages that wait are given to the agent now.</summary>
internal static class PromptBatch
{
    /// <summary>v1's limit of messages in a prompt.</summary>
    public const int Largest = 10;

    /// <summary>
    /// The oldest ten. Where a trigger is needed: those up to the first one that calls, with what was said before it as
    /// context, and what follows as far as there is room; nothing while none calls.
    /// </summary>
    public static IReadOnlyList<ChatMessage> Select(IReadOnlyList<ChatMessage> pending, Func<ChatMessage, bool>? calls)
    {
        if (calls is null)
        {
            return [.. pending.Take(Largest)];
        }

        var first = 0;
        while (first < pending.Count && !calls(pending[first]))
        {
            first++;
        }

        if (first == pending.Count)
        {
            return [];
        }

        var end = Math.Min(pending.Count, Math.Max(Largest, first + 1));
        var start = Math.Max(0, end - Largest);
        return [.. pending.Skip(start).Take(end - start)];
    }
}
