// Writes messages to a store until it is killed, and says each one's number once it is stored; told "held", it holds
// effects and ends them instead, each end twice.
using NanoClaw.Store;
using NanoClaw.Store.Sqlite;

try
{
    await using var store = SqliteStore.Open(new StoreOptions { Path = args[0], Exclusive = args.Length < 2 });
    Console.WriteLine("open");
    for (var number = 1; args is [_, "held", var life]; number++)
    {
        await HoldAndEndAsync(store, $"{life}-{number}");
        Console.WriteLine(number);
    }

    for (var number = 1; ; number++)
    {
        await store.Messages.AddAsync(
            new ChatMessage
            {
                Id = $"m{number}",
                ChatJid = $"chat{number % 7}@g.us",
                Sender = "1@s.whatsapp.net",
                Content = $"message {number}",
                Timestamp = DateTimeOffset.UnixEpoch.AddMilliseconds(number),
            }
        );
        Console.WriteLine(number);
    }
}
catch (StoreException exception)
{
    Console.WriteLine($"{exception.Failure}: {exception.Message}");
    return 1;
}

static async Task HoldAndEndAsync(SqliteStore store, string key)
{
    var decision = new EffectDecision
    {
        Key = key,
        At = DateTimeOffset.UnixEpoch,
        GroupFolder = "family",
        Effect = "send_message",
        Arguments = "{}",
        Verdict = EffectVerdict.Held,
        HeldId = key,
    };
    var held = new HeldEffect
    {
        Key = key,
        Id = key,
        GroupFolder = "family",
        Effect = "send_message",
        Arguments = "{}",
        Shown = "",
        HeldAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = DateTimeOffset.MaxValue,
    };
    await store.Effects.ApplyAsync(
        new EffectChange
        {
            Decision = decision,
            Hold = held,
            Texts = [Text($"{key}:ask")],
        }
    );
    var yes = new EffectChange
    {
        Decision = decision with { Key = $"{key}:end", Verdict = EffectVerdict.Approved },
        Ends = key,
        Write = new EffectWrite { Texts = [Text($"{key}:done")] },
    };
    await Task.WhenAll(
        store.Effects.ApplyAsync(yes).AsTask(),
        store.Effects.ApplyAsync(yes with { Write = new EffectWrite { Texts = [Text($"{key}:twice")] } }).AsTask()
    );
}

static OutgoingMessage Text(string id) =>
    new()
    {
        DeliveryId = id,
        ChatJid = "family@g.us",
        Text = "text",
        CreatedAt = DateTimeOffset.UnixEpoch,
    };
