using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi;

/// <summary>The outputs of one resource while nobody knows them yet: they are set once it is registered.</summary>
internal sealed class ResourceOutputs
{
    private readonly Resource _resource;
    private readonly Dictionary<string, IPendingOutput> _pending = [];

    private ResourceOutputs(Resource resource) => _resource = resource;

    private interface IPendingOutput
    {
        IOutput Output { get; }

        Type ValueType { get; }

        void TrySet(object? value, bool isKnown, bool isSecret);

        void TryFail(Exception exception);
    }

    public static ResourceOutputs Attach(Resource resource)
    {
        var outputs = new ResourceOutputs(resource);
        foreach (var property in resource.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            // A component sets its own outputs, often before this constructor runs.
            if (
                property.GetCustomAttribute<OutputAttribute>() is { } output
                && (resource is not ComponentResource || property.DeclaringType == typeof(Resource))
            )
            {
                outputs.Attach(property, output.Name ?? property.Name);
            }
        }

        return outputs;
    }

    public void Set(string name, object? value, bool isKnown = true, bool isSecret = false)
    {
        if (_pending.TryGetValue(name, out var output))
        {
            output.TrySet(value, isKnown, isSecret);
        }
    }

    /// <summary>Sets every output that <paramref name="state"/> has, each with its own secrecy; urn and id are set apart.</summary>
    public void SetState(IReadOnlyDictionary<string, object?> state)
    {
        foreach (var (name, output) in _pending)
        {
            if (name is not ("urn" or "id") && state.TryGetValue(name, out var property))
            {
                var data = PropertyValue.Read(property);
                var converter = new PropertyConverter(error => Log.Warn(error, _resource));
                var value = converter.Convert($"{_resource.GetType().FullName}.{name}", data.Value, output.ValueType);
                output.TrySet(value, data.IsKnown, data.IsSecret);
            }
        }
    }

    /// <summary>In an update an output that the provider didn't return has no value; in a preview it is unknown.</summary>
    public void SetRest(bool isKnown)
    {
        foreach (var output in _pending.Values)
        {
            output.TrySet(value: null, isKnown, isSecret: false);
        }
    }

    public void Fail(Exception exception)
    {
        foreach (var output in _pending.Values)
        {
            output.TryFail(exception);
        }
    }

    private void Attach(PropertyInfo property, string name)
    {
        if (!property.PropertyType.IsConstructedGenericType || property.PropertyType.GetGenericTypeDefinition() != typeof(Output<>))
        {
            throw RunException.OutputsHaveIncorrectType([name]);
        }

        var setter =
            property.DeclaringType!.GetProperty(property.Name)!.GetSetMethod(nonPublic: true)
            ?? throw new InvalidOperationException($"[Output] {_resource.GetType().FullName}.{property.Name} did not have a 'set' method");
        var pending = (IPendingOutput)Activator.CreateInstance(typeof(PendingOutput<>).MakeGenericType(property.PropertyType.GenericTypeArguments), _resource)!;
        setter.Invoke(_resource, [pending.Output]);
        _pending.Add(name, pending);
    }

    private sealed class PendingOutput<T> : IPendingOutput
    {
        private readonly ImmutableHashSet<Resource> _resources;
        private readonly TaskCompletionSource<OutputData<T>> _source = new();
        private readonly Output<T> _output;

        public PendingOutput(Resource resource)
        {
            _resources = [resource];
            _output = new Output<T>(_source.Task);
        }

        public IOutput Output => _output;

        public Type ValueType => typeof(T);

        public void TrySet(object? value, bool isKnown, bool isSecret) =>
            _source.TrySetResult(new OutputData<T>(_resources, value is null ? default! : (T)value, isKnown, isSecret));

        public void TryFail(Exception exception) => _source.TrySetException(exception);
    }
}
