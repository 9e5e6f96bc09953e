namespace Pulumi;

/// <summary>Marks the constructor that takes an output type's properties.</summary>
[AttributeUsage(AttributeTargets.Constructor)]
public sealed class OutputConstructorAttribute : Attribute;
