namespace Pulumi.StandIn.Generator.Declarations;

/// <summary>A TypeScript type, as far as provider declarations use them.</summary>
internal abstract record TypeExpression
{
    /// <summary>A name, with dots and type arguments: <c>pulumi.Input&lt;string&gt;</c>.</summary>
    public sealed record Named(string Name, IReadOnlyList<TypeExpression> Arguments) : TypeExpression;

    /// <summary><c>T[]</c>.</summary>
    public sealed record ArrayOf(TypeExpression Element) : TypeExpression;

    /// <summary><c>{ [key: string]: T }</c>.</summary>
    public sealed record MapOf(TypeExpression Value) : TypeExpression;

    /// <summary><c>A | B</c>.</summary>
    public sealed record Union(IReadOnlyList<TypeExpression> Cases) : TypeExpression;

    /// <summary>A string literal.</summary>
    public sealed record Literal(string Text) : TypeExpression;
}
