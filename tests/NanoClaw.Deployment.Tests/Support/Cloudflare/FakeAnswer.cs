using System.Text.Json.Nodes;

namespace NanoClaw.Deployment.Tests;

/// <summary>A call of the API.</summary>
internal sealed record FakeCall(string Method, string Path, IReadOnlyDictionary<string, string> Query, JsonNode? Body)
{
    public bool IsRead => Method == "GET";

    public string[] Parts => Path.Split('/');

    public int Number(string name, int fallback) => Query.TryGetValue(name, out var text) && int.TryParse(text, out var number) ? number : fallback;
}

/// <summary>An answer of the API.</summary>
internal sealed record FakeAnswer(int Status, JsonObject Envelope)
{
    public static FakeAnswer Give(JsonNode? result, JsonObject? info = null, JsonArray? messages = null)
    {
        var envelope = new JsonObject
        {
            ["result"] = result?.DeepClone(),
            ["success"] = true,
            ["errors"] = new JsonArray(),
            ["messages"] = messages ?? [],
        };
        if (info is not null)
        {
            envelope["result_info"] = info;
        }

        return new(200, envelope);
    }

    /// <summary>A page of a list.</summary>
    public static FakeAnswer Page(FakeCall call, IReadOnlyList<JsonObject> all, int most = 50)
    {
        var page = call.Number("page", 1);
        var perPage = Math.Min(call.Number("per_page", 20), most);
        var items = all.Skip((page - 1) * perPage).Take(perPage).ToList();
        return Give(
            new JsonArray([.. items.Select(item => item.DeepClone())]),
            new JsonObject
            {
                ["page"] = page,
                ["per_page"] = perPage,
                ["count"] = items.Count,
                ["total_count"] = all.Count,
                ["total_pages"] = (all.Count + perPage - 1) / perPage,
            }
        );
    }

    public static FakeAnswer Refuse(int status, int code, string message) => Refuse(status, new JsonObject { ["code"] = code, ["message"] = message });

    /// <summary>The rulesets' refusals have no code.</summary>
    public static FakeAnswer Refuse(int status, string message) => Refuse(status, new JsonObject { ["message"] = message });

    private static FakeAnswer Refuse(int status, JsonObject error) =>
        new(
            status,
            new JsonObject
            {
                ["result"] = null,
                ["success"] = false,
                ["errors"] = new JsonArray(error),
                ["messages"] = new JsonArray(),
            }
        );
}
