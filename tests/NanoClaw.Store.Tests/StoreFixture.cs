using NanoClaw.Store.Sqlite;

namespace NanoClaw.Store.Tests;

/// <summary>A folder of its own for each test's database.</summary>
public abstract class StoreFixture : IDisposable
{
    protected const string Chat = "family@g.us";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanoclaw-store-");

    protected string DatabasePath => Path.Combine(_folder.FullName, "messages.db");

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected SqliteStore Open(Func<StoreOptions, StoreOptions>? change = null)
    {
        var options = new StoreOptions { Path = DatabasePath };
        return SqliteStore.Open(change is null ? options : change(options));
    }

    protected static DateTimeOffset At(double seconds) => new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddSeconds(seconds);

    protected static ChatMessage Message(string id, double seconds = 0, string chat = Chat, string? content = null) =>
        new()
        {
            Id = id,
            ChatJid = chat,
            Sender = "33612345678@s.whatsapp.net",
            SenderName = "Zoé",
            Content = content ?? $"text of {id}",
            Timestamp = At(seconds),
        };

    protected static AgentRun Run(string id, MessageCursor before = default, MessageCursor after = default, double seconds = 0) =>
        new()
        {
            RunId = id,
            GroupFolder = "family",
            ChatJid = Chat,
            Request = "{}",
            CursorBefore = before,
            CursorAfter = after,
            StartedAt = At(seconds),
        };

    protected static async Task<string[]> IdsSinceAsync(IStore store, MessageCursor cursor = default, string chat = Chat) =>
        [.. (await store.Messages.ReadSinceAsync(chat, cursor, 1000, Token)).Select(message => message.Id)];
}
