using System.Text.Json.Serialization;

namespace NanoClaw.Doctor;

/// <summary>A check with what it found.</summary>
public sealed record CheckReport(string Name, IReadOnlyList<Finding> Findings)
{
    /// <summary>The worst of the findings.</summary>
    public FindingStatus Status => Findings.Count == 0 ? FindingStatus.Ok : Findings.Max(finding => finding.Status);
}

/// <summary>All of it.</summary>
public sealed record DoctorReport(IReadOnlyList<CheckReport> Checks)
{
    public int Problems => Checks.Sum(check => check.Findings.Count(finding => finding.Status is FindingStatus.Problem));

    public int Warnings => Checks.Sum(check => check.Findings.Count(finding => finding.Status is FindingStatus.Warning));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(DoctorReport))]
public sealed partial class DoctorJson : JsonSerializerContext;
