namespace NanoClaw.Edge.Language.Typing;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    private const int LongestName = 64;

    /// <summary><c>: did you mean ...?</c>, or nothing where no name is near.</summary>
    public static string Hint(string name, IEnumerable<string> known)
    {
        if (name.Length > LongestName)
        {
            return "";
        }

        string? nearest = null;
        var limit = Math.Max(2, name.Length / 4);
        foreach (var candidate in known)
        {
            if (
                candidate.Length <= LongestName
                && Math.Abs(candidate.Length - name.Length) <= limit
                && Distance(name, candidate, limit) is var distance
                && distance <= limit
            )
            {
                // What comes later has to be nearer.
                (nearest, limit) = (candidate, distance - 1);
            }
        }

        return nearest is null ? "" : $": did you mean {nearest}?";
    }

    // Levenshtein's, in one row; given up once every way is longer than the limit.
    private static int Distance(string a, string b, int limit)
    {
        Span<int> row = stackalloc int[LongestName + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            var least = row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, 1 + Math.Min(row[j], row[j - 1]));
                least = Math.Min(least, row[j]);
            }

            if (least > limit)
            {
                return int.MaxValue;
            }
        }

        return row[b.Length];
    }
}
