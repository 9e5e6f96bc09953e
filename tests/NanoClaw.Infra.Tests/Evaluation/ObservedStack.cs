using System.Collections.Concurrent;
using Pulumi;

namespace NanoClaw.Infra.Tests.Evaluation;

/// <summary>The stack, with every resource seen as it is registered: mocks see neither options nor what is secret.</summary>
internal sealed class ObservedStack : AgentStack
{
    public ObservedStack(ConcurrentQueue<ResourceTransformationArgs> seen)
        : base(new StackOptions { ResourceTransformations = { args => See(seen, args) } }) { }

    private static ResourceTransformationResult? See(ConcurrentQueue<ResourceTransformationArgs> seen, ResourceTransformationArgs args)
    {
        seen.Enqueue(args);
        return null;
    }
}

/// <summary>Makes it, since Pulumi's test host makes the stack itself.</summary>
internal sealed class ObservedStackProvider(ConcurrentQueue<ResourceTransformationArgs> seen) : IServiceProvider
{
    public object? GetService(Type serviceType) => serviceType == typeof(ObservedStack) ? new ObservedStack(seen) : null;
}
