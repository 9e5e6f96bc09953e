using System.Text;
using System.Text.Json;
using NanoClaw.Agents;
using NanoClaw.Verification.Attempts;
using NanoClaw.Verification.Wire;

namespace NanoClaw.Verification.Contract;

/// <summary>The runs of one version of HTTP, each made once and looked at by several checks. All of them are in one session.</summary>
internal sealed class ContractSession(Version version, SharedSession shared)
{
    private ContractRun? _whole;
    private ContractRun? _streamed;

    /// <summary>A run that answers whole.</summary>
    public async Task<ContractRun> WholeAsync(CheckContext context, CancellationToken cancellationToken) =>
        _whole ??= await RunAsync(context, "application/json", cancellationToken);

    /// <summary>A run that answers as a stream.</summary>
    public async Task<ContractRun> StreamedAsync(CheckContext context, CancellationToken cancellationToken) =>
        _streamed ??= await RunAsync(context, "text/event-stream", cancellationToken);

    /// <summary>The same run asked for once more.</summary>
    public Task<WireOutcome> AgainAsync(CheckContext context, ContractRun run, string accept, string? lastEventId, CancellationToken cancellationToken) =>
        SendAsync(context, run.RunId, run.Body, accept, lastEventId, cancellationToken);

    public Task<WireOutcome> SendAsync(CheckContext context, string runId, byte[] body, string accept, string? lastEventId, CancellationToken cancellationToken)
    {
        var request = context.Post(body).With("Content-Type", "application/json").With("Idempotency-Key", runId).With("Accept", accept).Right(context);
        return context.Wire.CallAsync(lastEventId is null ? request : request.With("Last-Event-ID", lastEventId), version, cancellationToken);
    }

    public Task<WireOutcome> GetAsync(CheckContext context, string target, CancellationToken cancellationToken) =>
        context.Wire.CallAsync(context.Get(target).Right(context), version, cancellationToken);

    private async Task<ContractRun> RunAsync(CheckContext context, string accept, CancellationToken cancellationToken)
    {
        var runId = RunIds.New(context.Time);
        var body = shared.SessionId is { } session ? Requests.RunBody($",\"sessionId\":{Quoted(session)}") : Requests.RunBody();
        var run = new ContractRun(runId, body, await SendAsync(context, runId, body, accept, lastEventId: null, cancellationToken));
        if (run.Json is { } answer && answer.TryGetProperty("sessionId", out var id) && id.ValueKind == JsonValueKind.String)
        {
            shared.SessionId = id.GetString();
        }

        return run;
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}

/// <summary>The one session that a verification leaves behind.</summary>
internal sealed class SharedSession
{
    public string? SessionId { get; set; }
}

/// <summary>One run and what came of it.</summary>
internal sealed record ContractRun(string RunId, byte[] Body, WireOutcome Outcome)
{
    public WireAnswer? Answer => Outcome.Answers.Count > 0 ? Outcome.Answers[0] : null;

    /// <summary>The answer as a JSON object, or null.</summary>
    public JsonElement? Json { get; } =
        Outcome.Answers.Count > 0 && Outcome.Answers[0].HasMediaType("application/json") ? ParseObject(Outcome.Answers[0].Body) : null;

    public static JsonElement? ParseObject(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public override string ToString() => $"{nameof(ContractRun)} {{ {RunId}, {Encoding.UTF8.GetByteCount(Answer?.Body ?? "")} bytes }}";
}
