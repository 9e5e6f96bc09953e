using System.Collections.Frozen;

namespace NanoClaw.Edge.Language.Patterns;

/// <summary>The classes that have names. All of them are ASCII's, since a pattern without <c>(?u)</c> is about bytes.</summary>
internal static class ByteClasses
{
    public static ByteSet Word { get; } = Of("azAZ09__");

    public static ByteSet Any { get; } = ByteSet.Range(0, 255);

    private static readonly FrozenDictionary<string, ByteSet> PosixSets = new Dictionary<string, ByteSet>
    {
        ["alnum"] = Of("azAZ09"),
        ["alpha"] = Of("azAZ"),
        ["ascii"] = Of("\0\x7F"),
        ["blank"] = Of("\t\t  "),
        ["cntrl"] = Of("\0\x1F\x7F\x7F"),
        ["digit"] = Of("09"),
        ["graph"] = Of("!~"),
        ["lower"] = Of("az"),
        ["print"] = Of(" ~"),
        ["punct"] = Of("!/:@[`{~"),
        ["space"] = Of("\t\r  "),
        ["upper"] = Of("AZ"),
        ["word"] = Word,
        ["xdigit"] = Of("09AFaf"),
    }.ToFrozenDictionary();

    /// <summary><c>\d</c>, <c>\w</c>, <c>\s</c> and, in upper case, what they leave out.</summary>
    public static ByteSet Perl(char letter)
    {
        var set = PosixSets[
            char.ToLowerInvariant(letter) switch
            {
                'd' => "digit",
                'w' => "word",
                _ => "space",
            }
        ];
        return char.IsAsciiLetterUpper(letter) ? set.Negate() : set;
    }

    public static ByteSet? Posix(string name) => PosixSets.GetValueOrDefault(name);

    // Pairs of first and last.
    private static ByteSet Of(string ranges)
    {
        var set = new ByteSet();
        for (var i = 0; i < ranges.Length; i += 2)
        {
            set.Add(ranges[i], ranges[i + 1]);
        }

        return set;
    }
}
