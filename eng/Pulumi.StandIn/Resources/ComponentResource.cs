using System.Reflection;

namespace Pulumi;

/// <summary>A group of resources with a name of its own.</summary>
public class ComponentResource : Resource
{
    public ComponentResource(string type, string name, ComponentResourceOptions? options = null)
        : this(type, name, ResourceArgs.Empty, options) { }

    public ComponentResource(string type, string name, ResourceArgs? args, ComponentResourceOptions? options = null, bool remote = false)
        : base(type, name, custom: false, args ?? ResourceArgs.Empty, options ?? new ComponentResourceOptions())
    {
        if (remote)
        {
            throw new NotSupportedException($"The stand-in for Pulumi has no remote components; '{name}' is one.");
        }
    }

    /// <summary>Registers the properties marked with <see cref="OutputAttribute"/>.</summary>
    protected void RegisterOutputs() =>
        RegisterOutputs(
            GetType()
                .GetProperties()
                .Where(p => p.Name != nameof(Urn))
                .Select(p => (Property: p, Attribute: p.GetCustomAttribute<OutputAttribute>()))
                .Where(p => p.Attribute is not null)
                .ToDictionary(p => string.IsNullOrWhiteSpace(p.Attribute!.Name) ? p.Property.Name : p.Attribute.Name, p => p.Property.GetValue(this))
        );

    protected void RegisterOutputs(IDictionary<string, object?> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        RegisterOutputs(Output.Create(outputs));
    }

    protected void RegisterOutputs(Task<IDictionary<string, object?>> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        RegisterOutputs(Output.Create(outputs));
    }

    protected void RegisterOutputs(Output<IDictionary<string, object?>> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        var deployment = DeploymentContext.Required;
        deployment.Tasks.Add(deployment.Registrar.RegisterOutputsAsync(this, outputs));
    }
}
