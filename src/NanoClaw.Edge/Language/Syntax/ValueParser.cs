using NanoClaw.Edge.Language.Typing;
using NanoClaw.Edge.Values;

namespace NanoClaw.Edge.Language.Syntax;

/// <summary>Reads what stands on the left of an operator: a field or a call, and accesses by index.</summary>
internal sealed class ValueParser(SourceText source, Parser conditions)
{
    private readonly SortedSet<string> _fields = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _functions = new(StringComparer.Ordinal);
    private readonly CallParser _calls = new(source, conditions);

    public IReadOnlySet<string> Fields => _fields;

    public IReadOnlySet<string> Functions => _functions;

    public void Uses(string function) => _functions.Add(function);

    public SyntaxNode? Argument() => _calls.Argument(this);

    public SyntaxNode? Value()
    {
        var target = FieldOrCall();
        return target is null || source.Current != '[' ? target : Index(target);
    }

    private SyntaxNode? FieldOrCall()
    {
        var start = source.Position;
        while (true)
        {
            var part = Unrecognised.Word(source.Rest).Length;
            if (part == 0)
            {
                return source.Refuse<SyntaxNode>(source.SpanHere, source.Position == start ? WhyNoName() : "expected an identifier's character");
            }

            source.Position += part;
            if (source.Current != '.')
            {
                break;
            }

            source.Position++;
        }

        var span = source.SpanFrom(start);
        var name = source.Text.AsSpan(start, span.Length);
        if (FieldTable.TryGet(name, out var field))
        {
            _fields.Add(field.Name);
            return new FieldSyntax(field, span);
        }

        if (FunctionTable.TryGet(name, out var function))
        {
            _functions.Add(function.Name);
            return _calls.Call(this, function, span);
        }

        return source.Refuse<SyntaxNode>(span, WhyUnknown(name.ToString(), source.Rest.TrimStart(" \r\n") is ['(', ..]));
    }

    private string WhyNoName() =>
        source.Current switch
        {
            _ when source.AtEnd => "expected a field or a function, but the expression ends here",
            '"' or ':' => "expected a field or a function: a literal stands on the right of an operator",
            '\t' => "a tab is not whitespace here: use spaces",
            _ => "expected a field or a function",
        };

    private static Func<string> WhyUnknown(string name, bool isCall) =>
        () =>
            name switch
            {
                "r" => "expected a field or a function: a literal stands on the right of an operator",
                _ when char.IsAsciiDigit(name[0]) => "expected a field or a function: a literal stands on the right of an operator",
                _ when FieldTable.IsNotReproduced(name) => $"the field {name} is not reproduced on this machine",
                _ when FunctionTable.Names.Contains(name) => $"{name} is a function: expected literal \"(\" after it",
                _ when FunctionTable.WhyRefused(name) is { } why => $"the function {name} {why}",
                _ when isCall => $"unknown function {name}" + NearestName.Hint(name, FunctionTable.Names),
                _ => $"unknown field {name}" + NearestName.Hint(name, FieldTable.Names),
            };

    private IndexSyntax? Index(SyntaxNode target)
    {
        var type = target.Type;
        var indexes = new List<object?>(2);
        var forEach = false;
        while (source.Take("["))
        {
            source.SkipSpace();
            if (!TryIndex(out var index))
            {
                return null;
            }

            source.SkipSpace();
            if (!source.Expect("]"))
            {
                return null;
            }

            if (
                !(
                    index is long ? type.IsArray
                    : index is string ? type.IsMap
                    : type.Element is not null
                )
            )
            {
                return source.Refuse<IndexSyntax>(source.SpanFrom(target.Span.Start), $"cannot access index {Describe(index)} of type {type}");
            }

            forEach |= index is null;
            indexes.Add(index);
            type = type.Element!;
        }

        return new IndexSyntax(target, indexes, forEach, type, source.SpanFrom(target.Span.Start));
    }

    private bool TryIndex(out object? index)
    {
        index = null;
        if (source.Take("*"))
        {
            return true;
        }

        var start = source.Position;
        if (source.Current == '"')
        {
            index = StringReader.Quoted(source);
            if (index is string key && !ByteText.IsUtf8(key))
            {
                source.Refuse(source.SpanFrom(start), "expected a key in UTF-8");
            }
        }
        else if (NumberReader.TryRead(source, out var number) && number is >= 0 and <= uint.MaxValue)
        {
            index = number;
        }
        else
        {
            source.Return((start, source.Mark().Nesting));
            source.Refuse(source.SpanHere, "expected an index: a number from 0, a quoted key, or *");
        }

        return source.Error is null;
    }

    private static string Describe(object? index) =>
        index switch
        {
            null => "[*]",
            string key => $"[\"{key}\"]",
            _ => $"[{index}]",
        };
}
