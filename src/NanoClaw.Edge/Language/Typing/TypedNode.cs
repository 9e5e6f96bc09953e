namespace NanoClaw.Edge.Language.Typing;

/// <summary>An expression whose every part has a type.</summary>
internal abstract record TypedNode(RuleType Type);

internal sealed record TypedConstant(RuleValue Value, RuleType Type) : TypedNode(Type);

internal sealed record TypedField(RuleField Field) : TypedNode(Field.Type);

/// <summary>A call.</summary>
/// <param name="Invoke">The function; it gets one value an argument, any of them missing.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="ForEach">Whether the first argument is unpacked by <c>[*]</c> and the call made for each of its elements.</param>
/// <param name="Type">The result's type.</param>
internal sealed record TypedCall(Func<RuleValue[], RuleValue> Invoke, IReadOnlyList<TypedNode> Arguments, bool ForEach, RuleType Type) : TypedNode(Type);

/// <summary><c>any</c> or <c>all</c>.</summary>
internal sealed record TypedQuantifier(bool IsAny, TypedNode Argument) : TypedNode(RuleType.Boolean);

/// <summary>An access by indexes.</summary>
/// <param name="Target">What is accessed.</param>
/// <param name="Indexes">A long, a string, or null for <c>[*]</c>.</param>
/// <param name="Type">The element's type; with <c>[*]</c> the value is an array of it.</param>
internal sealed record TypedIndex(TypedNode Target, IReadOnlyList<object?> Indexes, RuleType Type) : TypedNode(Type)
{
    public bool ForEach => Indexes.Contains(null);
}

/// <summary>A comparison; where the left side is unpacked by <c>[*]</c> it gives an array.</summary>
internal sealed record TypedComparison(TypedNode Left, Func<RuleValue, bool> Test, bool ForEach)
    : TypedNode(ForEach ? RuleType.ArrayOf(RuleType.Boolean) : RuleType.Boolean);

internal sealed record TypedNot(TypedNode Operand) : TypedNode(Operand.Type);

internal sealed record TypedLogical(Syntax.LogicalOperator Operator, IReadOnlyList<TypedNode> Operands) : TypedNode(Operands[0].Type);
