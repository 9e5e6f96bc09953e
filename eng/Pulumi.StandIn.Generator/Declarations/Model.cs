namespace Pulumi.StandIn.Generator.Declarations;

/// <summary>A property of a type, a resource or its arguments; with the values its documentation allows, or null.</summary>
internal sealed record Member(string Name, bool IsOptional, TypeExpression Type, int Line, IReadOnlyList<string>? Values);

/// <summary>An interface: a structured input or output. Its module is a namespace such as <c>remote</c>, or empty.</summary>
internal sealed record StructuredType(string Module, string Name, IReadOnlyList<Member> Members, string File);

/// <summary>Named string values.</summary>
internal sealed record EnumType(string Module, string Name, IReadOnlyList<(string Name, string Value)> Values);

/// <summary>A resource class with its arguments.</summary>
internal sealed record ResourceClass(
    string Module,
    string Name,
    string Token,
    bool IsProvider,
    IReadOnlyList<Member> Inputs,
    IReadOnlyList<Member> Outputs,
    bool ArgsRequired,
    bool HasState,
    ResourceImplementation Implementation,
    string File
);

/// <summary>What only the JavaScript says.</summary>
internal sealed record ResourceImplementation(
    string Token,
    IReadOnlyList<string> SecretOutputs,
    IReadOnlySet<string> SecretInputs,
    IReadOnlyList<string> ReplaceOnChanges,
    IReadOnlyList<string> AliasTypes
);

/// <summary>A provider: its resources and the types they use, by <c>module.Name</c>.</summary>
internal sealed record Provider(
    ProviderPackage Package,
    string Version,
    IReadOnlyList<ResourceClass> Resources,
    IReadOnlyDictionary<string, StructuredType> InputTypes,
    IReadOnlyDictionary<string, StructuredType> OutputTypes,
    IReadOnlyDictionary<string, EnumType> Enums
);
