using System.Text.Json;

namespace NanoClaw.Deployment.Analytics;

/// <summary>One row of a dataset; what is not there is 0, or nothing.</summary>
internal sealed record AnalyticsRow(JsonElement Row)
{
    public decimal Sum(string field) => Number("sum", field);

    public decimal Max(string field) => Number("max", field);

    public string Dimension(string name) => Find("dimensions", name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    private decimal Number(string part, string field) =>
        Find(part, field) is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out var number) ? Math.Max(0, number) : 0;

    private JsonElement? Find(string part, string field) =>
        Row.ValueKind is JsonValueKind.Object
        && Row.TryGetProperty(part, out var values)
        && values.ValueKind is JsonValueKind.Object
        && values.TryGetProperty(field, out var value)
            ? value
            : null;
}
