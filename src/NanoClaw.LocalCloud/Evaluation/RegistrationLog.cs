using Pulumi;

namespace NanoClaw.LocalCloud;

/// <summary>The resources in the order in which the program declares them: one that needs another comes after it.</summary>
internal sealed class RegistrationLog
{
    private readonly Lock gate = new();
    private readonly List<Registration> registrations = [];

    public IReadOnlyList<Registration> Registrations
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
            lock (gate)
            {
                registrations.Add(new Registration(args.Resource, args.Options, Locate));
            }
        }

        return null;
    }

    public Registration? Find(string type, string name)
    {
        lock (gate)
        {
            return registrations.Find(r => r.Type == type && r.Name == name);
        }
    }

    private Registration? Locate(Resource? resource)
    {
        lock (gate)
        {
            return resource is null or Stack ? null : registrations.Find(r => r.Is(resource));
        }
    }
}
