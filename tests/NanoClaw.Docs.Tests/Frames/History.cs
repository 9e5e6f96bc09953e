using NanoClaw.History.Exporting;
using NanoClaw.History.Searching;
using NanoClaw.Store;

internal static class Reader
{
    public static async Task RunAsync(IStore store, string chatJid, GroupContents contents, TextWriter output, TimeZoneInfo zone)
    {
        // the snippet
    }
}
