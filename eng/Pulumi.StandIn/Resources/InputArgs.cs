using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi;

/// <summary>A set of arguments: members marked with <see cref="InputAttribute"/>.</summary>
public abstract class InputArgs
{
    private const BindingFlags Members = BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance;

    internal virtual ImmutableDictionary<string, object?> ToDictionary()
    {
        var values = ImmutableDictionary.CreateBuilder<string, object?>();
        var fields = GetType().GetFields(Members).Select(f => (Member: (MemberInfo)f, Read: (Func<object, object?>)f.GetValue));
        var properties = GetType().GetProperties(Members).Select(p => (Member: (MemberInfo)p, Read: (Func<object, object?>)p.GetValue));
        foreach (var (member, read) in fields.Concat(properties))
        {
            if (member.GetCustomAttribute<InputAttribute>() is not { } input)
            {
                continue;
            }

            var value = read(this);
            if (input.IsRequired && value is null)
            {
                throw new ArgumentNullException(member.Name, $"[Input] {GetType().FullName}.{member.Name} is required but was not given a value");
            }

            values.Add(input.Name, input.Json && value is not null ? PropertySerializer.ToJson(value) : value);
        }

        return values.ToImmutable();
    }
}
