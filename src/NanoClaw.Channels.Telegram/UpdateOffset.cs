using System.Globalization;
using NanoClaw.Store;

namespace NanoClaw.Channels.Telegram;

/// <summary>How far a bot's updates have been stored.</summary>
internal sealed class UpdateOffset(IStateStore state, TimeProvider time, long botId)
{
    // After a week without updates Telegram numbers them anew, at random: an old offset would drop what has a lower
    // number. Source: "update_id" in core.telegram.org/bots/api#update.
    private static readonly TimeSpan Trusted = TimeSpan.FromDays(6);
    private readonly string _key = FormattableString.Invariant($"telegram_offset:{botId}");
    private (int Next, DateTimeOffset At)? _known;

    /// <summary>Null: whatever Telegram still holds; what is stored already, the store knows by its id.</summary>
    public int? Next => _known is { } known && time.GetUtcNow() - known.At < Trusted ? known.Next : null;

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var parts = (await state.FindAsync(_key, cancellationToken))?.Split(' ');
        _known =
            parts is [var next, var at]
            && int.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? (number, DateTimeOffset.FromUnixTimeSeconds(seconds))
                : null;
    }

    public async Task AdvanceAsync(int updateId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await state.SetAsync(_key, FormattableString.Invariant($"{updateId + 1} {now.ToUnixTimeSeconds()}"), cancellationToken);
        _known = (updateId + 1, now);
    }
}
