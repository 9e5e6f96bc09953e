namespace NanoClaw.Host.Outages;

/// <summary>What may end an outage without a person, such as fetching the credentials anew.</summary>
public interface IAgentRemedy
{
    /// <summary>Whether it can do something about this.</summary>
    bool Cures(OutageCause cause);

    /// <summary>Tries; it decides itself how often, and lets nothing out but cancellation.</summary>
    /// <returns>True where something was changed, so that the agent is worth a try at once.</returns>
    Task<bool> TryAsync(CancellationToken cancellationToken);
}
