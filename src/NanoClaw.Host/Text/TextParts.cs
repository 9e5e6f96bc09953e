using System.Globalization;

namespace NanoClaw.Host.Text;

/// <summary>A text in parts of the length that a channel takes.</summary>
internal static class TextParts
{
    private const int LongestInfo = 32;

    /// <summary>
    /// Broken at a blank line, else at a line, a sentence or a space, where one lies in the second half of the part;
    /// never inside of what a person sees as one character, unless it is longer than a part. A block of code that
    /// goes on is closed at the end of its part, and opened again in the next.
    /// </summary>
    public static IReadOnlyList<string> Split(string text, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 2);
        var parts = new List<string>();
        var rest = text;
        CodeFence? open = null;
        while (true)
        {
            var opening = open is null ? "" : $"{open.Opening}\n";
            if (opening.Length + rest.Length <= limit)
            {
                Add(opening + rest);
                return parts;
            }

            var (cut, fence) = FindCut(rest, open, limit - opening.Length);
            Add(opening + rest[..cut].TrimEnd() + (fence is null ? "" : $"\n{fence.Closing}"));
            rest = fence is null ? rest[cut..].TrimStart(' ', '\n', '\r') : rest[cut..].TrimStart('\n', '\r');
            open = fence;
        }

        void Add(string part)
        {
            if (part.Length > 0)
            {
                parts.Add(part);
            }
        }
    }

    /// <summary>Where to cut, and the block of code that is open there, for whose end there is room.</summary>
    private static (int Cut, CodeFence? Fence) FindCut(string text, CodeFence? open, int limit)
    {
        var cut = FindCut(text, limit);
        if (CodeFence.OpenAt(text.AsSpan(0, cut), open) is not { } fence)
        {
            return (cut, null);
        }

        // A channel with less room than this has no use for fences.
        var room = limit - fence.Closing.Length - 1;
        if (room < Math.Max(LongestInfo, fence.Opening.Length * 2))
        {
            return (cut, null);
        }

        cut = FindCut(text, room);
        // A cut nearer to the beginning can lie before the block.
        return (cut, CodeFence.OpenAt(text.AsSpan(0, cut), open));
    }

    private static int FindCut(string text, int limit)
    {
        foreach (var mark in (ReadOnlySpan<string>)["\n\n", "\n", ". ", " "])
        {
            var at = text.LastIndexOf(mark, limit - 1, StringComparison.Ordinal);
            if (at >= limit / 2)
            {
                return Math.Min(at + mark.Length, limit);
            }
        }

        var end = 0;
        while (end < limit && StringInfo.GetNextTextElementLength(text, end) is var length && end + length <= limit)
        {
            end += length;
        }

        // One that is longer than a part, such as a letter under a thousand marks, has to break.
        return end > 0 ? end
            : char.IsHighSurrogate(text[limit - 1]) ? limit - 1
            : limit;
    }
}
