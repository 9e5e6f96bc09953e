using System.Globalization;
using NanoClaw.Store;

namespace NanoClaw.Host.Budget;

/// <summary>The main group's word that for a day everything runs.</summary>
internal static class BudgetOverride
{
    private const string Key = "budget:override-until";
    private static readonly TimeSpan Length = TimeSpan.FromDays(1);

    /// <summary>Until when; null where the limits hold. One that goes on for longer than it can was begun by a clock that was ahead.</summary>
    public static async Task<DateTimeOffset?> FindAsync(IStore store, DateTimeOffset now, CancellationToken cancellationToken) =>
        await store.State.FindAsync(Key, cancellationToken) is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var until)
        && until > now
        && until - now <= 2 * Length
            ? until
            : null;

    /// <returns>Until when.</returns>
    public static async Task<DateTimeOffset> BeginAsync(IStore store, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var until = now + Length;
        await store.State.SetAsync(Key, until.ToString("O", CultureInfo.InvariantCulture), cancellationToken);
        return until;
    }

    public static async Task EndAsync(IStore store, CancellationToken cancellationToken) => await store.State.RemoveAsync(Key, cancellationToken);
}
