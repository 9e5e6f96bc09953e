namespace NanoClaw.History.Searching;

/// <summary>The part of a text around what was found in it.</summary>
internal static class Excerpt
{
    private const int Before = 40;
    private const int Length = 160;
    private const char Cut = '…';

    public static string Of(string text, int at)
    {
        var start = Math.Max(0, Math.Min(at - Before, text.Length - Length));
        var end = Math.Min(text.Length, start + Length);
        start = InnerEdge(text, start);
        end = InnerEdge(text, end);
        return $"{(start > 0 ? Cut : null)}{text[start..end].Trim()}{(end < text.Length ? Cut : null)}";
    }

    /// <summary>Not between the two halves of a character.</summary>
    private static int InnerEdge(string text, int index) => index > 0 && index < text.Length && char.IsLowSurrogate(text[index]) ? index - 1 : index;
}
