using System.Net;
using System.Text.Json;

namespace NanoClaw.Deployment.Cloudflare;

/// <summary>An answer of the API: its status, and its envelope.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Success">What the envelope says.</param>
/// <param name="Errors">Why not.</param>
/// <param name="Result">What was asked for; <see cref="JsonValueKind.Undefined"/> or null where there is nothing.</param>
/// <param name="TotalPages">How many pages a list has.</param>
public sealed record ApiAnswer(HttpStatusCode Status, bool Success, IReadOnlyList<ApiError> Errors, JsonElement Result, int TotalPages)
{
    /// <summary>Whether the call did what it was for.</summary>
    public bool IsDone => Success && (int)Status is >= 200 and < 300;

    /// <summary>Whether the token is not let do it. A product that nobody has switched on yet is refused alike, and is another matter.</summary>
    public bool IsRefused => Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    public bool Has(int code) => Errors.Any(error => error.Code == code);

    public bool Says(string words) => Errors.Any(error => error.Message.Contains(words, StringComparison.OrdinalIgnoreCase));

    /// <summary>The reasons in one line.</summary>
    public string Why => Errors.Count == 0 ? $"HTTP {(int)Status}" : string.Join("; ", Errors);

    internal static ApiAnswer Parse(HttpStatusCode status, JsonElement envelope)
    {
        var errors =
            envelope.TryGetProperty("errors", out var list) && list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray().Where(error => error.ValueKind == JsonValueKind.Object).Select(ErrorOf).ToList()
                : [];
        return new(
            status,
            envelope.TryGetProperty("success", out var success) && success.ValueKind == JsonValueKind.True,
            errors,
            envelope.TryGetProperty("result", out var result) ? result.Clone() : default,
            envelope.TryGetProperty("result_info", out var info) && info.ValueKind == JsonValueKind.Object ? PagesOf(info) : 1
        );
    }

    private static ApiError ErrorOf(JsonElement error) =>
        new(
            error.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out var number) ? number : 0,
            error.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String ? message.GetString()! : "no reason given"
        );

    // Some lists leave total_pages out and give the counts alone.
    private static int PagesOf(JsonElement info)
    {
        var pages = Number(info, "total_pages");
        var perPage = Number(info, "per_page");
        return pages > 0 ? pages
            : perPage > 0 ? (Number(info, "total_count") + perPage - 1) / perPage
            : 1;
    }

    private static int Number(JsonElement info, string name) =>
        info.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;
}
