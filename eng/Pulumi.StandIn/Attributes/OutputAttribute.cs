namespace Pulumi;

/// <summary>Marks a property of a resource or a stack as one of its outputs.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute(string? name = null) : Attribute
{
    public string? Name { get; } = name;
}
