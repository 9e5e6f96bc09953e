namespace NanoClaw.Verification.Wire;

/// <summary>One answer as it came.</summary>
internal sealed record WireAnswer(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body)
{
    /// <summary>The first value of a header, or null.</summary>
    public string? Header(string name) => Headers.FirstOrDefault(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public bool HasMediaType(string type) => Header("content-type") is { } value && value.Split(';')[0].Trim().Equals(type, StringComparison.OrdinalIgnoreCase);
}
