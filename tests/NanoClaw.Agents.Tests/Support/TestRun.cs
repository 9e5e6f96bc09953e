using System.Text;

namespace NanoClaw.Agents.Tests;

/// <summary>What most tests send, and what answers it.</summary>
public static class TestRun
{
    public const string Id = "0198f0c2-6f0e-7c1a-9b1e-2f6f0f8b1a11";

    public static AgentRequest Request { get; } =
        new()
        {
            Prompt = "Hello",
            GroupFolder = "family",
            ChatJid = "123@g.us",
            IsMain = false,
        };

    public static AgentRunOptions Options { get; } = new() { RunId = Id };

    public static string Golden(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "contract", name));

    public static string Event(long id, string type, string data) => $"id: {id}\nevent: {type}\ndata: {data}\n\n";

    public static string Started(long id = 1) => Event(id, "started", $$"""{"runId":"{{Id}}","sessionId":"s_1"}""");

    public static string Delta(long id, string text) => Event(id, "delta", $$"""{"text":"{{text}}"}""");

    public static string Output(long id, string text) => Event(id, "output", $$"""{"result":"{{text}}"}""");

    public static string Usage(long id) => Event(id, "usage", """{"inputTokens":3,"outputTokens":2,"steps":1,"durationMs":5,"model":"demo"}""");

    public static string Done(long id, string session = "s_1") => Event(id, "done", $$"""{"sessionId":"{{session}}"}""");

    public static string Error(long id, string code, int? retryAfter = null, string message = "...") =>
        Event(id, "error", $$"""{"code":"{{code}}","message":"{{message}}"{{(retryAfter is { } s ? $",\"retryAfterSeconds\":{s}" : "")}}}""");

    public static string Success { get; } = Started() + Output(2, "Hi.") + Usage(3) + Done(4);

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static async Task<IReadOnlyList<AgentEvent>> ListAsync(this IAsyncEnumerable<AgentEvent> events)
    {
        var list = new List<AgentEvent>();
        await foreach (var item in events)
        {
            list.Add(item);
        }

        return list;
    }
}
