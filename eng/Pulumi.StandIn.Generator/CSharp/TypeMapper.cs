using Pulumi.StandIn.Generator.Declarations;

namespace Pulumi.StandIn.Generator.CSharp;

/// <summary>Finds the C# type of a declared type, and notes the structured types on the way.</summary>
internal sealed class TypeMapper(Provider provider)
{
    private const string Immutable = "global::System.Collections.Immutable.";

    public Queue<StructuredType> InputTypes { get; } = new();

    public Queue<StructuredType> OutputTypes { get; } = new();

    private readonly HashSet<string> _seen = [];

    /// <summary>The type of a property of arguments: Input, InputList or InputMap of something.</summary>
    public string Input(Member member, string owner, string file)
    {
        var place = new Place(owner, member, file);
        var type = Unwrap(WithoutUndefined(member.Type));
        return type switch
        {
            TypeExpression.ArrayOf array => $"InputList<{Plain(Unwrap(array.Element), place, isInput: true)}>",
            TypeExpression.MapOf map => $"InputMap<{Plain(Unwrap(map.Value), place, isInput: true)}>",
            _ => $"Input<{Plain(type, place, isInput: true)}>",
        };
    }

    /// <summary>The type inside a resource's output or of a field of an output type, nullable if it may be absent.</summary>
    public string Output(Member member, string owner, string file)
    {
        var declared = member.Type is TypeExpression.Named { Name: "pulumi.Output", Arguments: [var inner] } ? inner : member.Type;
        var type = WithoutUndefined(declared);
        var isOptional = member.IsOptional || type != declared;
        return Plain(type, new Place(owner, member, file), isInput: false) + (isOptional && type is not TypeExpression.ArrayOf ? "?" : "");
    }

    private static TypeExpression WithoutUndefined(TypeExpression type)
    {
        if (type is TypeExpression.Named { Name: "pulumi.Input", Arguments: [var inner] })
        {
            return type is TypeExpression.Named named ? named with { Arguments = [WithoutUndefined(inner)] } : type;
        }

        if (type is not TypeExpression.Union union)
        {
            return type;
        }

        var cases = union.Cases.Where(c => c is not TypeExpression.Named { Name: "undefined" }).ToList();
        return cases is [var only] ? only
            : cases.Count == union.Cases.Count ? type
            : new TypeExpression.Union(cases);
    }

    private static TypeExpression Unwrap(TypeExpression type) =>
        type is TypeExpression.Named { Name: "pulumi.Input", Arguments: [var inner] } ? Unwrap(WithoutUndefined(inner)) : type;

    private string Plain(TypeExpression type, Place place, bool isInput)
    {
        switch (type)
        {
            case TypeExpression.ArrayOf array:
                return $"{Immutable}ImmutableArray<{Plain(Unwrap(array.Element), place, isInput)}>";
            case TypeExpression.MapOf map:
                return $"{Immutable}ImmutableDictionary<string, {Plain(Unwrap(map.Value), place, isInput)}>";
            case TypeExpression.Named { Name: "string" }:
                return "string";
            case TypeExpression.Named { Name: "boolean" }:
                return "bool";
            case TypeExpression.Named { Name: "number" }:
                return OmittedByDeclarations.IsFractional(place.Owner, place.Member.Name) ? "double" : "int";
            case TypeExpression.Named { Name: "any" }:
                return "object";
            case TypeExpression.Named { Name: "pulumi.asset.Archive" }:
                return "Archive";
            case TypeExpression.Named { Name: "pulumi.asset.Asset" }:
                return "Asset";
            case TypeExpression.Union { Cases: [TypeExpression.Named { Name: "pulumi.asset.Asset" }, TypeExpression.Named { Name: "pulumi.asset.Archive" }] }:
                return "AssetOrArchive";
            case TypeExpression.Named named when named.Name.StartsWith("enums.", StringComparison.Ordinal):
                var enumType = provider.Enums.GetValueOrDefault(named.Name["enums.".Length..]) ?? throw place.Unknown(named.Name);
                return $"global::{provider.Package.Namespace}{Identifier.Module(enumType.Module)}.{enumType.Name}";
            case TypeExpression.Named named when named.Name.StartsWith("inputs.", StringComparison.Ordinal):
                return
                    Structured(named.Name["inputs.".Length..], provider.InputTypes, InputTypes, "Inputs", place) is var input
                    && input.EndsWith("Args", StringComparison.Ordinal)
                    ? input
                    : input + "Args";
            case TypeExpression.Named named when named.Name.StartsWith("outputs.", StringComparison.Ordinal):
                return Structured(named.Name["outputs.".Length..], provider.OutputTypes, OutputTypes, "Outputs", place);
            default:
                throw place.Unknown(type.ToString());
        }
    }

    private string Structured(string key, IReadOnlyDictionary<string, StructuredType> types, Queue<StructuredType> found, string kind, Place place)
    {
        var type = types.GetValueOrDefault(key) ?? throw place.Unknown($"{kind}.{key}");
        if (_seen.Add($"{kind}.{key}"))
        {
            found.Enqueue(type);
        }

        return $"global::{provider.Package.Namespace}{Identifier.Module(type.Module)}.{kind}.{type.Name}";
    }

    private sealed record Place(string Owner, Member Member, string File)
    {
        public DeclarationException Unknown(string type) =>
            new(File, Member.Line, $"'{Owner}.{Member.Name}' has the type '{type}', which the generator doesn't know");
    }
}
