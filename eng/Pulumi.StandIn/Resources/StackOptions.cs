using System.Diagnostics.CodeAnalysis;

namespace Pulumi;

/// <summary>What holds for every resource of a stack.</summary>
public class StackOptions
{
    [field: AllowNull]
    public List<ResourceTransformation> ResourceTransformations
    {
        get => field ??= [];
        set;
    }
}
