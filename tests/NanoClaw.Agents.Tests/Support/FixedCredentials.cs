namespace NanoClaw.Agents.Tests;

public sealed class FixedCredentials : IAgentCredentialSource
{
    public AgentCredentials Now { get; set; } =
        new()
        {
            Token = "token-one",
            AccessClientId = "id.access",
            AccessClientSecret = "access-secret",
        };

    /// <summary>What a reread finds, if it differs.</summary>
    public AgentCredentials? AfterReread { get; set; }

    public int Rereads { get; private set; }

    public ValueTask<AgentCredentials> GetAsync(bool reread, CancellationToken cancellationToken)
    {
        if (reread)
        {
            Rereads++;
            Now = AfterReread ?? Now;
        }

        return ValueTask.FromResult(Now);
    }
}
