namespace Pulumi;

/// <summary>Marks a class whose instances are read from a resource's outputs.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OutputTypeAttribute : Attribute;
