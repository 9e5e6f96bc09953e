using System.Globalization;
using Microsoft.Extensions.Configuration;
using NanoClaw.Home.Keys;
using NanoClaw.Host.Health;

namespace NanoClaw.Home.Running;

/// <summary>Which credentials the configuration holds, as the last pull noted it.</summary>
public sealed class PulledCredentials(IConfiguration configuration) : ICredentialVersionSource
{
    public CredentialVersion Read() =>
        new(
            int.TryParse(configuration[AssistantKeys.CredentialGeneration], NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
                ? generation
                : null,
            Time(AssistantKeys.CredentialCreatedAt),
            Time(AssistantKeys.CredentialExpiresAt)
        );

    private DateTimeOffset? Time(string key) =>
        DateTimeOffset.TryParse(configuration[key], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
