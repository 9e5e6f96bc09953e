namespace NanoClaw.LocalCloud;

/// <summary>The name by which Pulumi keeps a resource. It changes with the resource's name, its type and the types above it.</summary>
/// <param name="Stack">The stack's name.</param>
/// <param name="TypeChain">The types from the outermost component to the resource, divided by <c>$</c>.</param>
/// <param name="Name">The logical name.</param>
public readonly record struct ResourceUrn(string Stack, string TypeChain, string Name)
{
    private const string Scheme = "urn:pulumi:";
    private const string Separator = "::";

    /// <summary>Reads the text form.</summary>
    /// <exception cref="LocalCloudException">It is no URN of Pulumi.</exception>
    public static ResourceUrn Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(Scheme, StringComparison.Ordinal) && text[Scheme.Length..].Split(Separator, 4) is [var stack, _, var chain, var name]
            ? new(stack, chain, name)
            : throw new LocalCloudException($"'{text}' is no URN: urn:pulumi:STACK::PROJECT::TYPE::NAME.");
    }

    public override string ToString() => $"{Scheme}{Stack}{Separator}{StackConfiguration.Project}{Separator}{TypeChain}{Separator}{Name}";
}
