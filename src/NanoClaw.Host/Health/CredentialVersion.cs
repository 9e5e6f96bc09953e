namespace NanoClaw.Host.Health;

/// <summary>Which credentials of the stack this process has, as the last pull brought them; null: not known.</summary>
/// <param name="Generation">The stack's <c>rotationVersion</c>: that one and the one before are valid.</param>
/// <param name="CreatedAt">When the generation was made.</param>
/// <param name="ExpiresAt">When its service token ends by itself.</param>
public sealed record CredentialVersion(int? Generation, DateTimeOffset? CreatedAt, DateTimeOffset? ExpiresAt);

/// <summary>Reads them as they are now, since a pull changes them while the process runs.</summary>
public interface ICredentialVersionSource
{
    CredentialVersion Read();
}
