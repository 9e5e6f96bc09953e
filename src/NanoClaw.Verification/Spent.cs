using NanoClaw.Agents;

namespace NanoClaw.Verification;

/// <summary>Credentials that must be refused, or why there are none to try. Its text form shows none.</summary>
public sealed record Spent
{
    private Spent(AgentCredentials? credentials, string whyNot) => (Credentials, WhyNot) = (credentials, whyNot);

    public AgentCredentials? Credentials { get; }

    /// <summary>Why there are none, in a clause.</summary>
    public string WhyNot { get; }

    public static Spent Of(AgentCredentials credentials) => new(credentials, "");

    public static Spent Missing(string why) => new(null, why);

    public override string ToString() => nameof(Spent);
}
