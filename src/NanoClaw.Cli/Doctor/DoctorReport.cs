using System.Text.Json.Serialization;

namespace NanoClaw.Cli.Doctor;

/// <summary>A check with what it found.</summary>
internal sealed record CheckReport(string Name, IReadOnlyList<Finding> Findings)
{
    /// <summary>The worst of the findings.</summary>
    public FindingStatus Status => Findings.Count == 0 ? FindingStatus.Ok : Findings.Max(finding => finding.Status);
}

/// <summary>All of it.</summary>
internal sealed record DoctorReport(IReadOnlyList<CheckReport> Checks)
{
    public int Problems => Checks.Sum(check => check.Findings.Count(finding => finding.Status is FindingStatus.Problem));

    public int Warnings => Checks.Sum(check => check.Findings.Count(finding => finding.Status is FindingStatus.Warning));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DoctorReport))]
internal sealed partial class DoctorJson : JsonSerializerContext;
