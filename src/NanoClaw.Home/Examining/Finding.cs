using System.Text.Json.Serialization;

namespace NanoClaw.Home.Examining;

[JsonConverter(typeof(JsonStringEnumConverter<FindingStatus>))]
public enum FindingStatus
{
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>Not looked at, or not in use.</summary>
    [JsonStringEnumMemberName("skipped")]
    Skipped,

    /// <summary>It works, and may not be what is wanted.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>Something does not work until it is mended.</summary>
    [JsonStringEnumMemberName("problem")]
    Problem,
}

/// <summary>What an examination found.</summary>
/// <param name="Status">How bad it is.</param>
/// <param name="Text">What is so.</param>
/// <param name="Cure">What to do; null where there is nothing to.</param>
public sealed record Finding(FindingStatus Status, string Text, string? Cure = null)
{
    public static Finding Ok(string text) => new(FindingStatus.Ok, text);

    public static Finding Skipped(string text) => new(FindingStatus.Skipped, text);

    public static Finding Warning(string text, string? cure = null) => new(FindingStatus.Warning, text, cure);

    public static Finding Problem(string text, string? cure = null) => new(FindingStatus.Problem, text, cure);
}
