namespace Pulumi.Testing;

/// <summary>Plays the providers in a test.</summary>
public interface IMocks
{
    /// <summary>Creates or reads a resource. The state is a dictionary of the provider's names; what it leaves out is null, or unknown in a preview.</summary>
    Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args);

    /// <summary>Calls a provider's function.</summary>
    Task<object> CallAsync(MockCallArgs args);

    Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args) => Task.CompletedTask;
}
