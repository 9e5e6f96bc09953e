namespace NanoClaw.Edge.Language.Patterns;

/// <summary>Reads the flags of a group, up to its colon or its end.</summary>
internal sealed class FlagParser(PatternText text)
{
    /// <summary>The flags in force afterwards; null where they are refused.</summary>
    public PatternFlags? Read()
    {
        var flags = text.Flags;
        var seen = new HashSet<char>();
        var negated = false;
        var dangling = false;
        for (; !text.AtEnd && text.Current is not (':' or ')'); text.Position++)
        {
            var c = text.Current;
            if (!seen.Add(c))
            {
                return Refuse(c == '-' ? "flag negation operator repeated" : "duplicate flag");
            }

            dangling = c == '-';
            negated |= dangling;
            var flag = c switch
            {
                'i' => PatternFlags.IgnoreCase,
                'm' => PatternFlags.Lines,
                's' => PatternFlags.DotIsAll,
                'R' => PatternFlags.Crlf,
                'x' => PatternFlags.Spaced,
                // Which length a repetition tries first, bytes instead of Unicode, and the sign of negation: nothing to be set.
                'U' or '-' => PatternFlags.None,
                'u' when negated => PatternFlags.None,
                'u' => (PatternFlags?)null,
                _ => Refuse("unrecognized flag"),
            };
            if (flag is null)
            {
                return Refuse("the flag (?u) is not reproduced on this machine");
            }

            flags = negated ? flags & ~flag.Value : flags | flag.Value;
        }

        return text.AtEnd ? Refuse("expected flag but got end of regex")
            : dangling ? Refuse("dangling flag negation operator")
            : flags;
    }

    private PatternFlags? Refuse(string reason)
    {
        text.Refuse<string>(reason);
        return null;
    }
}
