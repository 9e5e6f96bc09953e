namespace NanoClaw.Infra.Settings.Models;

/// <summary>How servers of one form differ, by name: as the Worker knows them, src/moltworker/src/model/dialect.ts.</summary>
internal static class Dialects
{
    /// <summary>Goes by the server's host.</summary>
    public const string Auto = "auto";

    private static readonly string[] Chat = ["plain", "hosted", "openai", "mistral", "gemini", "deepseek"];

    private static readonly string[] Messages = ["claude", "claude-plain", "claude-bare"];

    public static IReadOnlyList<string> All { get; } = [Auto, .. Chat, .. Messages];

    /// <summary>Those of a provider's form, which is none for one that has no server of another's.</summary>
    public static IReadOnlyList<string> Of(string provider) =>
        provider switch
        {
            "openai" => Chat,
            "anthropic" => Messages,
            _ => [],
        };
}
