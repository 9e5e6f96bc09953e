namespace NanoClaw.Agents;

/// <summary>Where the credentials come from. Read for every call, so that a rotation needs no restart.</summary>
public interface IAgentCredentialSource
{
    /// <summary>The credentials as they are now.</summary>
    /// <param name="reread">
    /// True after a refusal: go to where they are kept, past any cache. Where they have changed the call is tried once more.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="AgentUnauthorizedException">They are missing or malformed.</exception>
    ValueTask<AgentCredentials> GetAsync(bool reread, CancellationToken cancellationToken);
}
