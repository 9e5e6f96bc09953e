namespace NanoClaw.Deployment.Pulumi;

/// <summary>What an update would do to one resource.</summary>
/// <param name="Operation">The engine's word: <c>create</c>, <c>update</c>, <c>delete</c>, <c>replace</c>, <c>same</c>, ...</param>
/// <param name="Type">The resource's type, such as <c>cloudflare:index/workersScript:WorkersScript</c>.</param>
/// <param name="Name">Its name.</param>
public sealed record PulumiStep(string Operation, string Type, string Name)
{
    private static readonly string[] Unchanged = ["same", "read", "refresh", "read-replacement"];

    /// <summary>Whether anything would change.</summary>
    public bool IsChange => !Unchanged.Contains(Operation, StringComparer.Ordinal);

    /// <summary>Whether what is there now would go.</summary>
    public bool IsEnd => Operation.Contains("delete", StringComparison.Ordinal) || Operation.Contains("replace", StringComparison.Ordinal);

    /// <summary>From a step's name, <c>urn:pulumi:stack::project::parent$type::name</c>.</summary>
    internal static PulumiStep Of(string operation, string urn)
    {
        var parts = urn.Split("::", 4);
        return parts is [_, _, var types, var name] ? new(operation, types.Split('$')[^1], name) : new(operation, "", urn);
    }
}
