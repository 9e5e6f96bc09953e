using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi;

/// <summary>The root of a program's resources. Its properties marked with <see cref="OutputAttribute"/> are the stack's outputs.</summary>
public class Stack : ComponentResource
{
    internal const string TypeName = "pulumi:pulumi:Stack";

    public Stack(StackOptions? options = null)
        : base(TypeName, $"{Deployment.Instance.ProjectName}-{Deployment.Instance.StackName}", ToComponentOptions(options)) =>
        DeploymentContext.Required.Stack = this;

    internal Output<IDictionary<string, object?>> StackOutputs { get; private set; } =
        Output.Create<IDictionary<string, object?>>(ImmutableDictionary<string, object?>.Empty);

    internal void RegisterPropertyOutputs()
    {
        var outputs = GetType()
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.DeclaringType?.IsAssignableFrom(typeof(Stack)) == false)
            .Select(p => (Property: p, Attribute: p.GetCustomAttribute<OutputAttribute>()))
            .Where(p => p.Attribute is not null)
            .ToDictionary(p => p.Attribute!.Name ?? p.Property.Name, p => p.Property.GetValue(this));

        var unassigned = outputs.Where(o => o.Value is null).Select(o => o.Key).ToList();
        if (unassigned.Count > 0)
        {
            throw new RunException(
                $"Output(s) '{string.Join(", ", unassigned)}' have no value assigned. [Output] attributed properties must be assigned inside Stack constructor."
            );
        }

        var wrong = outputs.Where(o => o.Value is not IOutput).Select(o => o.Key).ToList();
        if (wrong.Count > 0)
        {
            throw RunException.OutputsHaveIncorrectType(wrong);
        }

        StackOutputs = Output.Create<IDictionary<string, object?>>(outputs);
        RegisterOutputs(StackOutputs);
    }

    private static ComponentResourceOptions? ToComponentOptions(StackOptions? options) =>
        options is null ? null : new ComponentResourceOptions { ResourceTransformations = options.ResourceTransformations };
}
