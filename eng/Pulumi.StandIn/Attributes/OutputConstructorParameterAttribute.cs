namespace Pulumi;

/// <summary>Names the property that a constructor's parameter takes, where the two differ.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OutputConstructorParameterAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
