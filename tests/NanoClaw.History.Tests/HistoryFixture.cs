using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

namespace NanoClaw.History.Tests;

/// <summary>A store of its own for each test.</summary>
public abstract class HistoryFixture : IAsyncDisposable
{
    protected const string Chat = "family@g.us";
    protected static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanoclaw-history-");

    protected HistoryFixture() => Store = SqliteStore.Open(new StoreOptions { Path = Path.Combine(Folder, "messages.db") });

    protected string Folder => _folder.FullName;

    protected SqliteStore Store { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected static ChatMessage Message(int number, string text, string chat = Chat) =>
        new()
        {
            Id = $"m{number}",
            ChatJid = chat,
            Sender = "33612345678@s.whatsapp.net",
            SenderName = "Zoé",
            Content = text,
            Timestamp = Start.AddMinutes(number),
        };

    protected static RegisteredGroup Group(string name = "Family") =>
        new()
        {
            Jid = Chat,
            Name = name,
            Folder = "family",
            Trigger = "@Andy",
            AddedAt = Start,
        };
}
