using System.Net;
using System.Text.Json;

namespace NanoClaw.Deployment.Cloudflare;

/// <summary>An answer of the GraphQL Analytics API. It is 200 with errors in it as often as not, and its errors have no number.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Errors">Why not, as Cloudflare words it.</param>
/// <param name="Account">What was asked for of the one account; <see cref="JsonValueKind.Undefined"/> where there is nothing.</param>
public sealed record GraphAnswer(HttpStatusCode Status, IReadOnlyList<string> Errors, JsonElement Account)
{
    /// <summary>Whether it tells all that was asked for.</summary>
    public bool IsDone => Errors.Count == 0 && (int)Status is >= 200 and < 300 && Account.ValueKind is JsonValueKind.Object;

    public bool Says(string words) => Errors.Any(error => error.Contains(words, StringComparison.OrdinalIgnoreCase));

    internal static GraphAnswer Parse(HttpStatusCode status, JsonElement envelope)
    {
        var errors =
            envelope.TryGetProperty("errors", out var list) && list.ValueKind is JsonValueKind.Array ? list.EnumerateArray().Select(MessageOf).ToList() : [];
        return new(status, errors, AccountOf(envelope));
    }

    private static string MessageOf(JsonElement error) =>
        error.ValueKind is JsonValueKind.Object && error.TryGetProperty("message", out var message) && message.ValueKind is JsonValueKind.String
            ? message.GetString()!
            : "no reason given";

    private static JsonElement AccountOf(JsonElement envelope) =>
        envelope.TryGetProperty("data", out var data)
        && data.ValueKind is JsonValueKind.Object
        && data.TryGetProperty("viewer", out var viewer)
        && viewer.ValueKind is JsonValueKind.Object
        && viewer.TryGetProperty("accounts", out var accounts)
        && accounts.ValueKind is JsonValueKind.Array
        && accounts.GetArrayLength() > 0
            ? accounts[0].Clone()
            : default;
}
