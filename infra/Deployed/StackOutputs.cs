using System.Collections.Immutable;
using Pulumi;

namespace NanoClaw.Infra.Deployed;

/// <summary>
/// Asks the engine for the outputs of a stack as they were last deployed: its built-in function <c>readStackOutputs</c>.
/// </summary>
/// <remarks>
/// A <c>StackReference</c> asks the same, but is a resource: it is registered before its answer is known, and keeps every output of
/// the other stack, secrets too, in the state of this one. A function's answer is kept nowhere. The engine's own provider has both
/// (pkg/resource/deploy/builtins.go).
/// </remarks>
internal static class StackOutputs
{
    public const string Function = "pulumi:pulumi:readStackOutputs";

    /// <summary>The outputs by name; none where the stack was never deployed.</summary>
    /// <param name="stack">As organisation/project/stack.</param>
    public static async Task<ImmutableDictionary<string, object>> ReadAsync(string stack)
    {
        var answer = await Deployment.Instance.InvokeAsync<StackOutputsAnswer>(Function, new StackOutputsArgs { Name = stack }).ConfigureAwait(false);
        return answer?.Outputs ?? ImmutableDictionary<string, object>.Empty;
    }
}

/// <summary>The question: of which stack.</summary>
internal sealed class StackOutputsArgs : InvokeArgs
{
    [Input("name", required: true)]
    public string? Name { get; set; }
}

/// <summary>The answer.</summary>
[OutputType]
internal sealed class StackOutputsAnswer
{
    [OutputConstructor]
    private StackOutputsAnswer(ImmutableDictionary<string, object>? outputs) => Outputs = outputs;

    public ImmutableDictionary<string, object>? Outputs { get; }
}
