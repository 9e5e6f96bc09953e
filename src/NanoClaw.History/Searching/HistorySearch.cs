using System.Runtime.CompilerServices;
using NanoClaw.Store;

namespace NanoClaw.History.Searching;

/// <summary>Looks through what was said in a chat, the newest first, a page at a time.</summary>
public sealed class HistorySearch(IMessageStore messages)
{
    private const int PageSize = 500;

    /// <summary>The messages whose text has all of the words, in any order and as parts of others. A word may be several with blanks between.</summary>
    /// <param name="chatJid">The chat.</param>
    /// <param name="words">What is looked for; capitals and accents do not count.</param>
    /// <param name="since">None from before; null: all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<FoundMessage> FindAsync(
        string chatJid,
        IReadOnlyCollection<string> words,
        DateTimeOffset? since = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(words);
        var wanted = words.Select(word => FoldedText.Of(word.Trim())).Where(word => word.Length > 0).ToList();
        var before = wanted.Count > 0 ? long.MaxValue : 0;
        while (await messages.ReadBeforeAsync(chatJid, before, PageSize, cancellationToken) is [_, ..] page)
        {
            foreach (var message in page.Where(message => since is null || message.Timestamp >= since))
            {
                if (Find(message.Content, wanted) is { } at)
                {
                    yield return new FoundMessage(message, Excerpt.Of(message.Content, at));
                }
            }

            before = page[^1].Arrival;
        }
    }

    /// <returns>Where the first of them is; null where one is missing.</returns>
    private static int? Find(string text, List<string> wanted)
    {
        var folded = FoldedText.Of(text);
        var first = int.MaxValue;
        foreach (var word in wanted)
        {
            var at = folded.IndexOf(word, StringComparison.Ordinal);
            if (at < 0)
            {
                return null;
            }

            first = Math.Min(first, at);
        }

        // Where that is in the text itself is asked for those alone that are found.
        var origins = new List<int>(text.Length);
        FoldedText.Of(text, origins);
        return origins[first];
    }
}
