using System.Text.Json.Serialization;

namespace NanoClaw.Verification;

/// <summary>What came of one check.</summary>
public enum Verdict
{
    /// <summary>An attempt was refused, by the layer that has to refuse it or by one before.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>An attempt got past the layer that has to refuse it: a hole, even where a later layer stopped it.</summary>
    [JsonStringEnumMemberName("let-in")]
    LetIn,

    /// <summary>What is promised is kept.</summary>
    [JsonStringEnumMemberName("kept")]
    Kept,

    /// <summary>What is promised is not kept.</summary>
    [JsonStringEnumMemberName("broken")]
    Broken,

    /// <summary>It could not be found out. Never a pass.</summary>
    [JsonStringEnumMemberName("inconclusive")]
    Inconclusive,

    /// <summary>There is nothing to try here.</summary>
    [JsonStringEnumMemberName("not-applicable")]
    NotApplicable,
}
