using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi;

/// <summary>Turns values that a provider returned into the types of a resource's outputs. What doesn't fit has no value, with a warning.</summary>
internal sealed class PropertyConverter(Action<string> warn)
{
    public object? Convert(string context, object? value, Type target)
    {
        if (value is null)
        {
            return target.IsValueType && Nullable.GetUnderlyingType(target) is null ? Activator.CreateInstance(target) : null;
        }

        target = Nullable.GetUnderlyingType(target) ?? target;
        if (target == typeof(object))
        {
            return value;
        }

        if (target == typeof(int))
        {
            return value is double number ? (int)number : Mismatch(context, typeof(double), value);
        }

        if (target.GetCustomAttribute<EnumTypeAttribute>() is not null)
        {
            return value is string name
                ? Activator.CreateInstance(target, BindingFlags.Instance | BindingFlags.NonPublic, null, [name], null)
                : Mismatch(context, typeof(string), value);
        }

        if (target.IsConstructedGenericType && target.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
        {
            return value is ImmutableArray<object?> list ? ToList(context, list, target) : Mismatch(context, typeof(ImmutableArray<object>), value);
        }

        if (target.IsConstructedGenericType && target.GetGenericTypeDefinition() == typeof(ImmutableDictionary<,>))
        {
            return value is ImmutableDictionary<string, object?> map
                ? ToMap(context, map, target)
                : Mismatch(context, typeof(ImmutableDictionary<string, object>), value);
        }

        if (target.GetCustomAttribute<OutputTypeAttribute>() is not null)
        {
            return value is ImmutableDictionary<string, object?> properties
                ? ToOutputType(context, properties, target)
                : Mismatch(context, typeof(ImmutableDictionary<string, object>), value);
        }

        if (target.IsInstanceOfType(value))
        {
            return value;
        }

        // A bool or a double that doesn't fit is its type's default, even where null would be possible.
        return Mismatch(context, target, value) ?? (target.IsValueType ? Activator.CreateInstance(target) : null);
    }

    private object? Mismatch(string context, Type expected, object value)
    {
        warn($"Expected {expected.FullName} but got {value.GetType().FullName} deserializing {context}");
        return null;
    }

    private object ToList(string context, ImmutableArray<object?> list, Type target)
    {
        var element = target.GenericTypeArguments[0];
        var values = Array.CreateInstance(element, list.Length);
        for (var i = 0; i < list.Length; i++)
        {
            values.SetValue(Convert(context, list[i], element), i);
        }

        return typeof(ImmutableArray)
            .GetMethods()
            .Single(m =>
                m.Name == nameof(ImmutableArray.Create) && m.GetParameters() is [{ ParameterType.IsArray: true } p] && p.IsDefined(typeof(ParamArrayAttribute))
            )
            .MakeGenericMethod(element)
            .Invoke(null, [values])!;
    }

    private object ToMap(string context, ImmutableDictionary<string, object?> map, Type target)
    {
        if (target == typeof(ImmutableDictionary<string, object>))
        {
            return map;
        }

        var element = target.GenericTypeArguments[1];
        var add = target.GetMethod(nameof(ImmutableDictionary<string, object>.SetItem))!;
        var result = target.GetField(nameof(ImmutableDictionary<string, object>.Empty))!.GetValue(null)!;
        foreach (var (key, value) in map)
        {
            result = add.Invoke(result, [key, Convert(context, value, element)])!;
        }

        return result;
    }

    private object ToOutputType(string context, ImmutableDictionary<string, object?> properties, Type target)
    {
        var constructor = target
            .GetConstructors(BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance)
            .Single(c => c.GetCustomAttribute<OutputConstructorAttribute>() is not null);
        return constructor.Invoke([
            .. constructor
                .GetParameters()
                .Select(p =>
                {
                    var name = p.GetCustomAttribute<OutputConstructorParameterAttribute>()?.Name ?? p.Name!;
                    return Convert($"{target.FullName}({name})", properties.GetValueOrDefault(name), p.ParameterType);
                }),
        ]);
    }
}
