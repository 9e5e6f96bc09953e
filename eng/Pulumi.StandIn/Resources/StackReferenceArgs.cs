namespace Pulumi;

/// <summary>Which stack: <c>organization/project/stack</c>.</summary>
public class StackReferenceArgs : ResourceArgs
{
    [Input("name", required: true)]
    public Input<string>? Name { get; set; }
}
