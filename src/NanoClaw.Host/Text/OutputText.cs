using System.Text;

namespace NanoClaw.Host.Text;

/// <summary>What of the agent's text a chat gets to see.</summary>
internal static class OutputText
{
    private const string Open = "<internal>";
    private const string Close = "</internal>";

    /// <summary>Without <c>&lt;internal&gt;</c> blocks, trimmed; empty where there is nothing to say.</summary>
    public static string Clean(string text) => JavaScriptText.Trim(WithoutBlocks(text));

    /// <summary>The same of a text that is still being written: nor what may turn out to be inside of a block.</summary>
    public static string CleanPartial(string text)
    {
        var kept = WithoutBlocks(text);
        if (kept.IndexOf(Open, StringComparison.Ordinal) is >= 0 and var open)
        {
            return JavaScriptText.Trim(kept[..open]);
        }

        var begun = kept.LastIndexOf('<');
        return JavaScriptText.Trim(begun >= 0 && Open.StartsWith(kept[begun..], StringComparison.Ordinal) ? kept[..begun] : kept);
    }

    private static string WithoutBlocks(string text)
    {
        var kept = new StringBuilder(text.Length);
        var from = 0;
        while (text.IndexOf(Open, from, StringComparison.Ordinal) is >= 0 and var open
            && text.IndexOf(Close, open + Open.Length, StringComparison.Ordinal) is >= 0 and var close)
        {
            kept.Append(text, from, open - from);
            from = close + Close.Length;
        }

        return kept.Append(text, from, text.Length - from).ToString();
    }
}
