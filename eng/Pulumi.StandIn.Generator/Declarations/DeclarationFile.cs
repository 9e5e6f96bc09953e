namespace Pulumi.StandIn.Generator.Declarations;

/// <summary>The interfaces, classes and enums of one declaration file.</summary>
internal sealed class DeclarationFile
{
    private readonly Tokens _tokens;
    private readonly string _file;

    private DeclarationFile(string file)
    {
        _file = file;
        _tokens = new Tokens(file);
        ReadStatements(module: "");
    }

    public List<StructuredType> Interfaces { get; } = [];

    public List<(string Name, IReadOnlyList<Member> Members, bool ArgsRequired)> Classes { get; } = [];

    public List<EnumType> Enums { get; } = [];

    public static DeclarationFile Read(string file) => new(file);

    private void ReadStatements(string module)
    {
        while (!_tokens.AtEnd && _tokens.Current.Text != "}")
        {
            while (_tokens.TryTake("export") || _tokens.TryTake("declare")) { }

            switch (_tokens.Current.Text)
            {
                case "namespace":
                    _tokens.Take();
                    var name = _tokens.TakeName();
                    _tokens.Expect("{");
                    ReadStatements(module.Length == 0 ? name : $"{module}.{name}");
                    _tokens.Expect("}");
                    break;
                case "interface":
                    _tokens.Take();
                    Interfaces.Add(new StructuredType(module, _tokens.TakeName(), ReadMembers(out _), _file));
                    break;
                case "class":
                    _tokens.Take();
                    var className = _tokens.TakeName();
                    while (_tokens.Current.Text != "{")
                    {
                        _tokens.Take();
                    }

                    Classes.Add((className, ReadMembers(out var argsRequired), argsRequired));
                    break;
                case "const":
                    ReadEnum(module);
                    break;
                default:
                    _tokens.SkipStatement();
                    break;
            }
        }
    }

    private void ReadEnum(string module)
    {
        _tokens.Expect("const");
        var name = _tokens.TakeName();
        _tokens.Expect(":");
        if (_tokens.Current.Text != "{")
        {
            _tokens.SkipStatement();
            return;
        }

        Enums.Add(
            new EnumType(
                module,
                name,
                [
                    .. ReadMembers(out _)
                        .Select(m =>
                            (
                                m.Name,
                                m.Type is TypeExpression.Literal literal
                                    ? literal.Text
                                    : throw new DeclarationException(_file, m.Line, $"'{name}.{m.Name}' isn't a string")
                            )
                        ),
                ]
            )
        );
        _tokens.TryTake(";");
    }

    private List<Member> ReadMembers(out bool argsRequired)
    {
        argsRequired = false;
        var members = new List<Member>();
        _tokens.Expect("{");
        while (!_tokens.TryTake("}"))
        {
            if (_tokens.Current.Text is "static" or "private" or "protected")
            {
                _tokens.SkipStatement();
                continue;
            }

            var values = _tokens.Current.Values;
            _tokens.TryTake("readonly");
            var line = _tokens.Current.Line;
            var name = _tokens.Current.IsString ? _tokens.Take().Text[1..^1] : _tokens.TakeName();
            var isOptional = _tokens.TryTake("?");
            if (_tokens.Current.Text == "(")
            {
                argsRequired |= name == "constructor" && RequiresArgs();
                _tokens.SkipStatement();
                continue;
            }

            _tokens.Expect(":");
            members.Add(new Member(name, isOptional, ReadType(), line, values));
            _tokens.Expect(";");
        }

        return members;
    }

    // constructor(name: string, args: XArgs, ...) against args?: XArgs.
    private bool RequiresArgs()
    {
        foreach (var expected in new[] { "(", "name", ":", "string", ",", "args" })
        {
            if (!_tokens.TryTake(expected))
            {
                throw _tokens.Unexpected($"expected '{expected}'");
            }
        }

        var required = _tokens.Current.Text == ":";
        while (!_tokens.TryTake(")"))
        {
            _tokens.Take();
        }

        return required;
    }

    private TypeExpression ReadType()
    {
        _tokens.TryTake("|");
        var cases = new List<TypeExpression> { ReadArray() };
        while (_tokens.TryTake("|"))
        {
            cases.Add(ReadArray());
        }

        return cases is [var only] ? only : new TypeExpression.Union(cases);
    }

    private TypeExpression ReadArray()
    {
        var type = ReadPrimary();
        while (_tokens.TryTake("["))
        {
            _tokens.Expect("]");
            type = new TypeExpression.ArrayOf(type);
        }

        return type;
    }

    private TypeExpression ReadPrimary()
    {
        if (_tokens.Current.IsString)
        {
            return new TypeExpression.Literal(_tokens.Take().Text[1..^1]);
        }

        if (_tokens.TryTake("("))
        {
            var inner = ReadType();
            _tokens.Expect(")");
            return inner;
        }

        if (_tokens.TryTake("{"))
        {
            _tokens.Expect("[");
            _tokens.TakeName();
            _tokens.Expect(":");
            _tokens.Expect("string");
            _tokens.Expect("]");
            _tokens.Expect(":");
            var value = ReadType();
            _tokens.Expect(";");
            _tokens.Expect("}");
            return new TypeExpression.MapOf(value);
        }

        var name = _tokens.TakeName();
        while (_tokens.TryTake("."))
        {
            name += "." + _tokens.TakeName();
        }

        var arguments = new List<TypeExpression>();
        if (_tokens.TryTake("<"))
        {
            do
            {
                arguments.Add(ReadType());
            } while (_tokens.TryTake(","));
            _tokens.Expect(">");
        }

        return new TypeExpression.Named(name, arguments);
    }
}
