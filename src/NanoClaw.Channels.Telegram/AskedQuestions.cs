using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using NanoClaw.Store;

namespace NanoClaw.Channels.Telegram;

/// <summary>Where the questions stand that have buttons, until they are settled: kept over restarts.</summary>
internal sealed class AskedQuestions(IStateStore state)
{
    /// <summary>Also those that could not be stored: a text that has gone out is not sent again for that.</summary>
    private readonly ConcurrentDictionary<string, AskedQuestion> _asked = new(StringComparer.Ordinal);

    public async Task NoteAsync(string question, AskedQuestion asked, CancellationToken cancellationToken)
    {
        _asked[question] = asked;
        await state.SetAsync(Key(question), JsonSerializer.Serialize(asked, AskedQuestionJson.Default.AskedQuestion), cancellationToken);
    }

    /// <summary>Stores one again that could not be.</summary>
    public Task NoteAgainAsync(string question, CancellationToken cancellationToken) =>
        _asked.TryGetValue(question, out var asked) ? NoteAsync(question, asked, cancellationToken) : Task.CompletedTask;

    public async Task<AskedQuestion?> FindAsync(string question, CancellationToken cancellationToken)
    {
        if (_asked.TryGetValue(question, out var asked))
        {
            return asked;
        }

        try
        {
            return
                await state.FindAsync(Key(question), cancellationToken) is { } json
                && JsonSerializer.Deserialize(json, AskedQuestionJson.Default.AskedQuestion) is { Text: not null } known
                ? known
                : null;
        }
        catch (JsonException)
        {
            return null; // Another version's: no text waits for it.
        }
    }

    public async Task ForgetAsync(string question, CancellationToken cancellationToken)
    {
        await state.RemoveAsync(Key(question), cancellationToken);
        _asked.TryRemove(question, out _);
    }

    private static string Key(string question) => $"telegram-question:{question}";
}

/// <param name="ChatId">Its chat.</param>
/// <param name="MessageId">Its message there.</param>
/// <param name="Text">What the message says.</param>
internal sealed record AskedQuestion(long ChatId, int MessageId, string Text);

[JsonSerializable(typeof(AskedQuestion))]
internal sealed partial class AskedQuestionJson : JsonSerializerContext;
