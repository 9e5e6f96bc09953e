using NanoClaw.Edge.Values;

namespace NanoClaw.Edge.Language;

/// <summary>A type of the rules language: a scalar, an array of one type, or a map from strings to one type.</summary>
public sealed record RuleType
{
    private RuleType(string name, RuleType? element)
    {
        Name = name;
        Element = element;
    }

    public static RuleType Boolean { get; } = new("Boolean", null);

    public static RuleType Number { get; } = new("Integer", null);

    /// <summary>Bytes; see <see cref="ByteText"/>.</summary>
    public static RuleType Text { get; } = new("String", null);

    public static RuleType Ip { get; } = new("IP address", null);

    /// <summary>What a comparison gives whose left side is unpacked.</summary>
    internal static RuleType Booleans { get; } = new("Array", Boolean);

    public string Name { get; }

    /// <summary>What an array or a map holds; null for a scalar.</summary>
    public RuleType? Element { get; }

    public bool IsArray => Element is not null && Name == "Array";

    public bool IsMap => Element is not null && Name == "Map";

    public static RuleType ArrayOf(RuleType element) => new("Array", element);

    public static RuleType MapOf(RuleType element) => new("Map", element);

    public override string ToString() => Element is null ? Name : $"{Name}<{Element}>";
}
