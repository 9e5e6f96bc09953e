using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud;

/// <summary>What stood before an evaluation: the account in which the program finds itself.</summary>
internal interface IResourceHistory
{
    /// <summary>The Workers of the account, with their last Durable Object migration.</summary>
    IReadOnlyList<(string Name, string MigrationTag)> Workers { get; }

    /// <summary>The stack's own outputs of the update before; null where there was none.</summary>
    JsonObject? Outputs { get; }

    /// <summary>Told of a resource before it is answered.</summary>
    /// <param name="type">The provider's type.</param>
    /// <param name="name">The logical name.</param>
    /// <param name="inputs">The inputs, all known.</param>
    /// <param name="secrets">The secrets that providers have made so far.</param>
    /// <returns>What its ids and secrets are made from: another text makes others.</returns>
    Task<string> RegisterAsync(string type, string name, JsonObject inputs, IReadOnlyCollection<string> secrets);
}
