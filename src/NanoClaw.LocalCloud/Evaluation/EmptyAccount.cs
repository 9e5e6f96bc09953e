using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud;

/// <summary>An account in which nothing exists yet.</summary>
internal sealed class EmptyAccount : IResourceHistory
{
    public IReadOnlyList<(string Name, string MigrationTag)> Workers => [];

    public JsonObject? Outputs => null;

    public Task<string> RegisterAsync(string type, string name, JsonObject inputs, IReadOnlyCollection<string> secrets) =>
        Task.FromResult(Identity(type, name));

    /// <summary>What a resource's values are made from where nothing stood before.</summary>
    public static string Identity(string type, string name) => $"{type}\0{name}";
}
