using Pulumi;

namespace NanoClaw.Infra.Components;

/// <summary>
/// Resources are known to Pulumi by fixed names, so that no setting can turn one into another. They once began with the Worker's
/// name: the alias tells Pulumi that what it has under that name is the same resource, and nothing is made anew.
/// </summary>
internal static class LogicalName
{
    /// <summary>The options of a child.</summary>
    /// <param name="parent">Its component.</param>
    /// <param name="formerName">The name it had in a state made before.</param>
    public static CustomResourceOptions Child(Resource parent, string formerName) => new() { Parent = parent, Aliases = { new Alias { Name = formerName } } };
}
