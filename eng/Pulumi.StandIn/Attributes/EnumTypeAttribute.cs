namespace Pulumi;

/// <summary>Marks a struct that wraps a provider's named string values.</summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class EnumTypeAttribute : Attribute;
