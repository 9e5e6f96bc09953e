// Writes messages to a store until it is killed, and says each one's number once it is stored.
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

try
{
    await using var store = SqliteStore.Open(new StoreOptions { Path = args[0], Exclusive = args.Length < 2 });
    Console.WriteLine("open");
    for (var number = 1; ; number++)
    {
        await store.Messages.AddAsync(new ChatMessage
        {
            Id = $"m{number}",
            ChatJid = $"chat{number % 7}@g.us",
            Sender = "1@s.whatsapp.net",
            Content = $"message {number}",
            Timestamp = DateTimeOffset.UnixEpoch.AddMilliseconds(number),
        });
        Console.WriteLine(number);
    }
}
catch (StoreException exception)
{
    Console.WriteLine($"{exception.Failure}: {exception.Message}");
    return 1;
}
