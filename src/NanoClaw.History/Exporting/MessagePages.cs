using System.Runtime.CompilerServices;
using NanoClaw.Store;

namespace NanoClaw.History.Exporting;

/// <summary>All messages of a chat in order, a page in memory at a time.</summary>
internal static class MessagePages
{
    private const int PageSize = 500;

    public static async IAsyncEnumerable<IReadOnlyList<ChatMessage>> ReadAsync(
        IMessageStore messages,
        string chatJid,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var after = 0L;
        while (await messages.ReadAfterAsync(chatJid, after, PageSize, cancellationToken) is [_, ..] page)
        {
            yield return page;
            after = page[^1].Arrival;
        }
    }
}
