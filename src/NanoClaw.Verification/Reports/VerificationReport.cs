using System.Text.Json.Serialization;

namespace NanoClaw.Verification;

/// <summary>What a verification found.</summary>
public sealed record VerificationReport
{
    public required Uri Endpoint { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    [JsonIgnore]
    public TimeSpan Took { get; init; }

    public double Seconds => Math.Round(Took.TotalSeconds, 1);

    public required VerificationOutcome Outcome { get; init; }

    /// <summary>Why nothing can be said, where that is so; else null.</summary>
    public string? Why { get; init; }

    public required IReadOnlyList<CheckResult> Results { get; init; }

    /// <summary>How many have a verdict.</summary>
    public int Count(Verdict verdict) => Results.Count(r => r.Verdict == verdict);

    /// <summary>As <c>--json</c> prints it.</summary>
    public string ToJson() => System.Text.Json.JsonSerializer.Serialize(this, ReportJson.Default.VerificationReport);
}

/// <summary>What it comes to.</summary>
public enum VerificationOutcome
{
    /// <summary>Everything that was tried was refused, and everything that is promised is kept.</summary>
    [JsonStringEnumMemberName("held")]
    Held,

    /// <summary>Something got in, or a promise is broken.</summary>
    [JsonStringEnumMemberName("hole")]
    Hole,

    /// <summary>It could not be found out: that is no pass.</summary>
    [JsonStringEnumMemberName("inconclusive")]
    Inconclusive,
}

/// <summary>A check with what came of it.</summary>
public sealed record CheckResult
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Who refused; empty where nobody did.</summary>
    public required string By { get; init; }

    public required string Detail { get; init; }

    /// <summary>What is wrong where it does not hold.</summary>
    public required string Wrong { get; init; }

    public required string Cure { get; init; }

    public required double Seconds { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(VerificationReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
