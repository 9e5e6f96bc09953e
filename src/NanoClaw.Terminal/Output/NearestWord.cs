namespace NanoClaw.Terminal.Output;

/// <summary>Finds what a misspelt word may have meant.</summary>
public static class NearestWord
{
    private const int MostEdits = 2;

    /// <summary>Of so few letters the rest of a word can be told.</summary>
    private const int LeastBeginning = 3;

    /// <returns>The nearest of the known words, at most two letters away, or the only one that begins so; null where none is near.</returns>
    public static string? Of(string word, IEnumerable<string> known)
    {
        var words = known.Distinct(StringComparer.Ordinal).ToList();
        var near = words
            .Select(other => (Word: other, Distance: Edits(word.ToUpperInvariant(), other.ToUpperInvariant())))
            .Where(pair => pair.Distance <= Bound(pair.Word.Length))
            .OrderBy(pair => pair.Distance)
            .ThenBy(pair => pair.Word, StringComparer.Ordinal)
            .Select(pair => pair.Word)
            .FirstOrDefault();
        return near
            ?? (
                words.Where(other => word.Length >= LeastBeginning && other.StartsWith(word, StringComparison.OrdinalIgnoreCase)).ToList() is [var only]
                    ? only
                    : null
            );
    }

    /// <summary>Of a short word two letters are most of it, and of three letters one is another word.</summary>
    private static int Bound(int length) =>
        length switch
        {
            < 3 => 0,
            < 8 => 1,
            _ => MostEdits,
        };

    /// <summary>Letters to put in, take out, replace or exchange with their neighbours.</summary>
    private static int Edits(string one, string other)
    {
        var (before, last) = (new int[other.Length + 1], Enumerable.Range(0, other.Length + 1).ToArray());
        for (var i = 1; i <= one.Length; i++)
        {
            var row = new int[other.Length + 1];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last) = (last, row);
        }

        return last[^1];
    }
}
