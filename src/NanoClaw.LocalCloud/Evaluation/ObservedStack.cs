using NanoClaw.Infra;
using Pulumi;

namespace NanoClaw.LocalCloud;

/// <summary>The program's own stack, watched: mocks are not told a resource's parent, and see resources in the order in which they resolve.</summary>
internal sealed class ObservedStack(RegistrationLog log) : AgentStack(new StackOptions { ResourceTransformations = { log.Observe } });

/// <summary>The resources in the order in which the program declares them.</summary>
internal sealed class RegistrationLog
{
    private readonly Lock gate = new();
    private readonly List<(string Type, string Name, string? Parent)> registrations = [];

    public IReadOnlyList<(string Type, string Name, string? Parent)> Registrations
    {
        get
        {
            lock (gate)
            {
                return [.. registrations];
            }
        }
    }

    public ResourceTransformationResult? Observe(ResourceTransformationArgs args)
    {
        if (args.Resource is not Stack)
        {
            var parent = args.Options.Parent is null or Stack ? null : args.Options.Parent.GetResourceName();
            lock (gate)
            {
                registrations.Add((args.Resource.GetResourceType(), args.Resource.GetResourceName(), parent));
            }
        }

        return null;
    }
}
