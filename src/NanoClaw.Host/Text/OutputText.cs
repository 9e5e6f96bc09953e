using NanoClaw.Agents;

namespace NanoClaw.Host.Text;

/// <summary>What of the agent's text a chat gets to see.</summary>
internal static class OutputText
{
    /// <summary>Without <c>&lt;internal&gt;</c> blocks, trimmed; empty where there is nothing to say.</summary>
    public static string Clean(string text) => JavaScriptText.Trim(InternalFilter.Cut(text));
}
