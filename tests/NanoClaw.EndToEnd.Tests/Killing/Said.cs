namespace NanoClaw.EndToEnd.Tests.Killing;

/// <summary>A message that a person wrote, and what it asks for beside an answer.</summary>
/// <param name="Id">Unique over all chats: the answer names it.</param>
/// <param name="Wish">What it asks for.</param>
internal sealed record Said(int Id, Wish Wish)
{
    public string Text => Wish is Wish.Answer ? $"@Andy #{Id}" : $"@Andy #{Id} {Wish.ToString().ToLowerInvariant()}";
}

internal enum Wish
{
    /// <summary>An answer alone.</summary>
    Answer,

    /// <summary>A text by <c>send_message</c>, and then the answer.</summary>
    Tell,

    /// <summary>A reminder by <c>schedule_task</c>, and then the answer.</summary>
    Later,
}
