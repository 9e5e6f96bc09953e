namespace Pulumi;

/// <summary>An output of another stack; one of the two is set, if it exists.</summary>
public sealed class StackReferenceOutputDetails
{
    public object? Value { get; set; }

    public object? SecretValue { get; set; }
}
