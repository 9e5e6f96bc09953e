namespace NanoClaw.Infra.Settings.Models;

/// <summary>Who answers: as the Worker knows them, src/moltworker/src/model/modelSettings.ts.</summary>
internal static class Providers
{
    public const string Demo = "demo";

    public static IReadOnlyList<string> All { get; } = ["anthropic", "openai", "workers-ai", Demo];

    /// <summary>Whether its API asks for a key; the others are reached without.</summary>
    public static bool NeedsKey(string provider) => provider is "anthropic" or "openai";
}
