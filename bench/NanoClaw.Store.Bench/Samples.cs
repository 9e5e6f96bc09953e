namespace NanoClaw.Store.Bench;

/// <summary>The messages of both sides: 50 chats, 140 characters each.</summary>
internal static class Samples
{
    public const int Rounds = 5;
    private static readonly string Text = string.Concat(Enumerable.Repeat("Shall we meet at the station at six, or would you rather come by car? ", 2));

    public static ChatMessage Message(long number) =>
        new()
        {
            Id = $"m{number}",
            ChatJid = $"chat{number % 50}@g.us",
            Sender = $"{number % 200}@s.whatsapp.net",
            SenderName = "Somebody",
            Content = Text,
            Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(1_750_000_000_000 + (number * 1000)),
        };

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
