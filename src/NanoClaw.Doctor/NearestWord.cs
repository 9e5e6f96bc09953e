namespace NanoClaw.Doctor;

/// <summary>Finds what a misspelt word may have meant.</summary>
public static class NearestWord
{
    private const int MostEdits = 2;

    /// <returns>The nearest of the known words, at most two letters away; null where none is near.</returns>
    public static string? Of(string word, IEnumerable<string> known)
    {
        var (nearest, distance) = known.Select(other => (Word: other, Distance: Edits(word.ToUpperInvariant(), other))).OrderBy(pair => pair.Distance).ThenBy(pair => pair.Word, StringComparer.Ordinal).First();

        // Of a short word two letters are most of it.
        return distance <= Math.Min(MostEdits, nearest.Length / 4) ? nearest : null;
    }

    /// <summary>Letters to put in, take out or replace (Levenshtein).</summary>
    private static int Edits(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var (diagonal, left) = (row[0], i);
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                left = Math.Min(Math.Min(row[j], left) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], left);
            }
        }

        return row[^1];
    }
}
