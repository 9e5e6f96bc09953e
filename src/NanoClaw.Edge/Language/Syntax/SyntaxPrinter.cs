using System.Text;

namespace NanoClaw.Edge.Language.Syntax;

/// <summary>Writes a syntax tree in one canonical spelling.</summary>
internal static class SyntaxPrinter
{
    public static string Print(SyntaxNode node)
    {
        var output = new StringBuilder();
        Print(node, output);
        return output.ToString();
    }

    private static void Print(SyntaxNode node, StringBuilder output)
    {
        switch (node)
        {
            case LogicalSyntax logical:
                Join(logical.Operands, $" {Spell(logical.Operator)} ", output, operand => operand is LogicalSyntax inner && inner.Operator <= logical.Operator);
                break;
            case NotSyntax not:
                output.Append("not ");
                Operand(not.Operand, not.Operand is LogicalSyntax, output);
                break;
            case ComparisonSyntax comparison:
                Print(comparison.Left, output);
                output.Append(' ').Append(Spell(comparison.Operator)).Append(' ');
                if (comparison is { Operator: ComparisonOperator.Matches, Right: StringSyntax pattern })
                {
                    RawString(pattern.Text, output);
                }
                else
                {
                    Print(comparison.Right, output);
                }

                break;
            case TruthSyntax truth:
                Print(truth.Value, output);
                break;
            case TrueSyntax:
                output.Append("true");
                break;
            case FieldSyntax field:
                output.Append(field.Field.Name);
                break;
            case WordSyntax word:
                output.Append(word.Text);
                break;
            case StringSyntax literal:
                QuotedString(literal.Text, output);
                break;
            case CallSyntax call:
                Call(call.Function.Name, call.Arguments, output);
                break;
            case QuantifierSyntax quantifier:
                Call(quantifier.IsAny ? "any" : "all", [quantifier.Argument], output);
                break;
            case IndexSyntax index:
                Print(index.Target, output);
                foreach (var step in index.Indexes)
                {
                    output.Append('[');
                    _ = step is string key ? QuotedString(key, output) : output.Append(step ?? "*");
                    output.Append(']');
                }

                break;
            case SetSyntax set:
                output.Append('{');
                Join(set.Elements, " ", output, _ => false);
                output.Append('}');
                break;
        }
    }

    // In a call several conditions, and a bare value that is meant as one, stand in parentheses of their own.
    private static void Call(string name, IReadOnlyList<SyntaxNode> arguments, StringBuilder output)
    {
        output.Append(name).Append('(');
        Join(arguments, ", ", output, argument => argument is LogicalSyntax or TruthSyntax);
        output.Append(')');
    }

    private static void Join(IReadOnlyList<SyntaxNode> nodes, string separator, StringBuilder output, Func<SyntaxNode, bool> parenthesised)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            output.Append(i > 0 ? separator : "");
            Operand(nodes[i], parenthesised(nodes[i]), output);
        }
    }

    private static void Operand(SyntaxNode node, bool parenthesised, StringBuilder output)
    {
        output.Append(parenthesised ? "(" : "");
        Print(node, output);
        output.Append(parenthesised ? ")" : "");
    }

    private static StringBuilder QuotedString(string bytes, StringBuilder output)
    {
        output.Append('"');
        foreach (var c in bytes)
        {
            _ = c switch
            {
                '"' or '\\' => output.Append('\\').Append(c),
                >= ' ' and <= '~' => output.Append(c),
                _ => output.Append("\\x").Append(((int)c).ToString("X2")),
            };
        }

        return output.Append('"');
    }

    private static void RawString(string text, StringBuilder output)
    {
        var hashes = "";
        while (text.Contains('"' + hashes, StringComparison.Ordinal))
        {
            hashes += "#";
        }

        output.Append('r').Append(hashes).Append('"').Append(text).Append('"').Append(hashes);
    }

    private static string Spell(LogicalOperator logical) =>
        logical switch
        {
            LogicalOperator.And => "and",
            LogicalOperator.Xor => "xor",
            _ => "or",
        };

    private static string Spell(ComparisonOperator comparison) =>
        comparison switch
        {
            ComparisonOperator.Equal => "eq",
            ComparisonOperator.NotEqual => "ne",
            ComparisonOperator.Less => "lt",
            ComparisonOperator.LessOrEqual => "le",
            ComparisonOperator.Greater => "gt",
            ComparisonOperator.GreaterOrEqual => "ge",
            ComparisonOperator.Contains => "contains",
            ComparisonOperator.Wildcard => "wildcard",
            ComparisonOperator.StrictWildcard => "strict wildcard",
            ComparisonOperator.Matches => "matches",
            _ => "in",
        };
}
