namespace Pulumi.StandIn.Generator.CSharp;

/// <summary>The provider's names as C# spells them.</summary>
internal static class Identifier
{
    private static readonly HashSet<string> Keywords =
    [
        "abstract",
        "as",
        "base",
        "bool",
        "break",
        "byte",
        "case",
        "catch",
        "char",
        "checked",
        "class",
        "const",
        "continue",
        "decimal",
        "default",
        "delegate",
        "do",
        "double",
        "else",
        "enum",
        "event",
        "explicit",
        "extern",
        "false",
        "finally",
        "fixed",
        "float",
        "for",
        "foreach",
        "goto",
        "if",
        "implicit",
        "in",
        "int",
        "interface",
        "internal",
        "is",
        "lock",
        "long",
        "namespace",
        "new",
        "null",
        "object",
        "operator",
        "out",
        "override",
        "params",
        "private",
        "protected",
        "public",
        "readonly",
        "ref",
        "return",
        "sbyte",
        "sealed",
        "short",
        "sizeof",
        "stackalloc",
        "static",
        "string",
        "struct",
        "switch",
        "this",
        "throw",
        "true",
        "try",
        "typeof",
        "uint",
        "ulong",
        "unchecked",
        "unsafe",
        "ushort",
        "using",
        "virtual",
        "void",
        "volatile",
        "while",
    ];

    public static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    public static string Parameter(string name) => Keywords.Contains(name) ? "@" + name : name;

    /// <summary>A property's name; C# doesn't allow that of its own class.</summary>
    public static string Property(string name, string owner)
    {
        var pascal = Pascal(name);
        return pascal == owner ? pascal + "Value" : pascal;
    }

    /// <summary><c>local.deeper</c> as <c>.Local.Deeper</c>; empty for the package's own namespace.</summary>
    public static string Module(string module) => string.Concat(module.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(m => "." + Pascal(m)));
}
