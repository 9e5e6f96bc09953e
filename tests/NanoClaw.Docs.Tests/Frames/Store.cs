using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

internal static class Reader
{
    public static async Task RunAsync(ChatMessage message, string chatJid)
    {
        // the snippet
    }
}
