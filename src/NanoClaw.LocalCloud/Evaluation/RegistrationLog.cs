using Pulumi;

namespace NanoClaw.LocalCloud;

/// <summary>The resources in the order in which the program declares them: one that needs another comes after it.</summary>
internal sealed class RegistrationLog
{
    private readonly Lock _gate = new();
    private readonly List<Registration> _registrations = [];

    public IReadOnlyList<Registration> Registrations
    {
        get
        {
            lock (_gate)
            {
                return [.. _registrations];
            }
        }
    }

    public ResourceTransformationResult? Observe(ResourceTransformationArgs args)
    {
        if (args.Resource is not Stack)
        {
            lock (_gate)
            {
                _registrations.Add(new Registration(args.Resource, args.Options, Locate));
            }
        }

        return null;
    }

    public Registration? Find(string type, string name)
    {
        lock (_gate)
        {
            return _registrations.Find(r => r.Type == type && r.Name == name);
        }
    }

    private Registration? Locate(Resource? resource)
    {
        lock (_gate)
        {
            return resource is null or Stack ? null : _registrations.Find(r => r.Is(resource));
        }
    }
}
