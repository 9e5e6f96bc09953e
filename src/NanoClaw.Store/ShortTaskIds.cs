namespace NanoClaw.Store;

/// <summary>
/// Ids of tasks as people read and type them. Shown is the shortest beginning that no other task has, or its end where
/// many begin alike; typed is any beginning, with or without <c>task-</c>, or any end.
/// </summary>
public sealed class ShortTaskIds
{
    public const string Prefix = "task-";

    /// <summary>Fewer characters would soon be another task's too.</summary>
    private const int Shortest = 8;

    private readonly HashSet<string> _ids;
    private readonly List<(string Text, string Id)> _beginnings;
    private readonly List<(string Text, string Id)> _ends;

    public ShortTaskIds(IEnumerable<string> ids)
    {
        _ids = ids.ToHashSet(StringComparer.Ordinal);
        _beginnings = Sorted(
            _ids.SelectMany(id => id.StartsWith(Prefix, StringComparison.Ordinal) ? new[] { (id, id), (id[Prefix.Length..], id) } : [(id, id)])
        );
        _ends = Sorted(_ids.Select(id => (Reversed(id), id)));
    }

    public ShortTaskIds(IEnumerable<ScheduledTask> tasks)
        : this(tasks.Select(task => task.Id)) { }

    /// <summary>What of an id is enough to tell it from the others. One that is not stored any more is shortened in the same way.</summary>
    public string Of(string id)
    {
        var least = Shortest + (id.StartsWith(Prefix, StringComparison.Ordinal) ? Prefix.Length : 0);
        var enough = Math.Max(least, SameAsOthers(_beginnings, id, id) + 1);
        var head = Head(id, enough);
        if (enough == least)
        {
            return head;
        }

        var tail = Tail(id, Math.Max(Shortest, SameAsOthers(_ends, Reversed(id), id) + 1));
        // Of what is typed, a beginning is taken before an end.
        return tail.Length < head.Length && !Beginning(_beginnings, tail).Any(other => other != id) ? tail : head;
    }

    /// <summary>The ids that may be meant: one that is typed whole is that one.</summary>
    public IReadOnlyList<string> Meant(string typed)
    {
        if (_ids.Contains(typed))
        {
            return [typed];
        }

        if (typed.Length == 0)
        {
            return [];
        }

        var beginning = Beginning(_beginnings, typed).Distinct(StringComparer.Ordinal).ToList();
        return beginning.Count > 0 ? beginning : [.. Beginning(_ends, Reversed(typed))];
    }

    private static List<(string Text, string Id)> Sorted(IEnumerable<(string Text, string Id)> texts) =>
        [.. texts.OrderBy(text => text.Text, StringComparer.Ordinal)];

    /// <summary>How many characters another id has in common with it from the start: the nearest in the order have the most.</summary>
    private static int SameAsOthers(List<(string Text, string Id)> sorted, string text, string id)
    {
        var at = Place(sorted, text);
        var before = at - 1;
        while (before >= 0 && sorted[before].Id == id)
        {
            before--;
        }

        while (at < sorted.Count && sorted[at].Id == id)
        {
            at++;
        }

        return Math.Max(
            before >= 0 ? text.AsSpan().CommonPrefixLength(sorted[before].Text) : 0,
            at < sorted.Count ? text.AsSpan().CommonPrefixLength(sorted[at].Text) : 0
        );
    }

    private static IEnumerable<string> Beginning(List<(string Text, string Id)> sorted, string typed)
    {
        for (var at = Place(sorted, typed); at < sorted.Count && sorted[at].Text.StartsWith(typed, StringComparison.Ordinal); at++)
        {
            yield return sorted[at].Id;
        }
    }

    /// <summary>Where the first stands that is not before it.</summary>
    private static int Place(List<(string Text, string Id)> sorted, string text)
    {
        var (from, to) = (0, sorted.Count);
        while (from < to)
        {
            var half = (from + to) / 2;
            (from, to) = string.CompareOrdinal(sorted[half].Text, text) < 0 ? (half + 1, to) : (from, half);
        }

        return from;
    }

    /// <summary>No half of a character is shown.</summary>
    private static string Head(string id, int length) =>
        length >= id.Length ? id
        : char.IsLowSurrogate(id[length]) ? id[..(length + 1)]
        : id[..length];

    private static string Tail(string id, int length) =>
        length >= id.Length ? id
        : char.IsLowSurrogate(id[^length]) ? id[^(length + 1)..]
        : id[^length..];

    private static string Reversed(string text) =>
        string.Create(
            text.Length,
            text,
            static (to, from) =>
            {
                from.CopyTo(to);
                to.Reverse();
            }
        );
}
