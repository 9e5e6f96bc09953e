using NanoClaw.Deployment.Rotation;

namespace NanoClaw.Cli.Rotating;

/// <summary>What <c>rotate --check</c> and <c>rotate --raise-only</c> print as JSON.</summary>
internal sealed record RotationAgeEntry
{
    public required string Stack { get; init; }

    /// <summary>The deployed generation.</summary>
    public required int Generation { get; init; }

    /// <summary>The version in the file, after a raise.</summary>
    public required int FileVersion { get; init; }

    public required DateTimeOffset? CreatedAt { get; init; }

    public required DateTimeOffset? ExpiresAt { get; init; }

    public required double? AgeDays { get; init; }

    public required int LimitDays { get; init; }

    public required bool IsDue { get; init; }

    /// <summary>Whether the file has a version that the stack does not.</summary>
    public required bool IsUnderWay { get; init; }

    /// <summary>Whether the file was raised now.</summary>
    public required bool Raised { get; init; }

    public static RotationAgeEntry Of(string stack, RotationState state, CredentialAge age, bool raised) =>
        new()
        {
            Stack = stack,
            Generation = age.Generation,
            FileVersion = state.FileVersion + (raised ? 1 : 0),
            CreatedAt = age.CreatedAt,
            ExpiresAt = age.ExpiresAt,
            AgeDays = age.Age is { } known ? Math.Round(known.TotalDays, 1) : null,
            LimitDays = (int)age.Limit.TotalDays,
            IsDue = age.IsDue,
            IsUnderWay = raised || state.Stage == RotationStage.Raised,
            Raised = raised,
        };

    /// <summary>The same for people.</summary>
    public string Line()
    {
        var made = CreatedAt is { } created ? $"made {AgeDays:0} days ago ({created.UtcDateTime:yyyy-MM-dd})" : "of an age that the stack does not tell";
        var ends = ExpiresAt is { } end ? $", ending by itself on {end.UtcDateTime:yyyy-MM-dd}" : "";
        var next =
            Raised ? $" Raised to {FileVersion}: commit the file, then 'nanoclaw rotate --stack {Stack} --take-up'."
            : IsUnderWay ? $" The file has {FileVersion}: 'nanoclaw rotate --stack {Stack}' takes it up."
            : IsDue ? $" It is time: nanoclaw rotate --stack {Stack}"
            : AgeDays is null ? $" Rotate once, with a program as new as this one: nanoclaw rotate --stack {Stack}"
            : "";
        return $"{Stack}: generation {Generation} of the credentials, {made}{ends}.{next}";
    }
}
