using System.Net;

namespace NanoClaw.Edge.Values;

/// <summary>
/// A value at evaluation, or the lack of one: a key that a map does not have, an index past an array's end, and what functions make of these.
/// </summary>
public readonly struct RuleValue
{
    private static readonly object Integer = new();
    private static readonly object Boolean = new();

    private readonly object? _reference;
    private readonly long _number;

    private RuleValue(object? reference, long number = 0)
    {
        _reference = reference;
        _number = number;
    }

    public static RuleValue Missing => default;

    public bool IsMissing => _reference is null;

    public bool AsBoolean => _number != 0;

    public long AsInteger => _number;

    public string AsString => (string)_reference!;

    public IPAddress AsIp => (IPAddress)_reference!;

    public RuleValue[] AsArray => (RuleValue[])_reference!;

    public IReadOnlyDictionary<string, RuleValue> AsMap => (IReadOnlyDictionary<string, RuleValue>)_reference!;

    internal object? Reference => _reference;

    public static RuleValue From(bool value) => new(Boolean, value ? 1 : 0);

    public static RuleValue From(long value) => new(Integer, value);

    /// <summary>A null is a missing value.</summary>
    public static RuleValue From(string? byteText) => new(byteText);

    public static RuleValue From(IPAddress value) => new(value);

    public static RuleValue From(RuleValue[] values) => new(values);

    public static RuleValue From(IReadOnlyDictionary<string, RuleValue> values) => new(values);
}
