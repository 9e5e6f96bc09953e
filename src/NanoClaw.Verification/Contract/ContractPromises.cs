using System.Globalization;
using System.Text.Json;
using NanoClaw.Agents;
using NanoClaw.Verification.Attempts;
using NanoClaw.Verification.Judging;
using NanoClaw.Verification.Wire;

namespace NanoClaw.Verification.Contract;

/// <summary>Looks at each promise of the contract.</summary>
internal sealed class ContractPromises(ContractSession session)
{
    private const string Json = "application/json";
    private const string Events = "text/event-stream";

    public async Task<Finding> HealthAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var outcome = await session.GetAsync(context, Requests.HealthPath, cancellationToken);
        return Answered(context, outcome, 200, Json)
            ?? (
                ContractRun.ParseObject(outcome.Answers[0].Body) is { } health
                && Text(health, "status") == "ok"
                && Text(health, "environment") is not null
                && Text(health, "version") is not null
                    ? Access(Text(health, "access"))
                    : Finding.Broken("the answer has not status ok, environment and version")
            );
    }

    public async Task<Finding> WholeAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var run = await session.WholeAsync(context, cancellationToken);
        if (Answered(context, run.Outcome, 200, Json) is { } other)
        {
            return other;
        }

        return run.Json switch
        {
            not { } => Finding.Broken("the answer is no JSON object"),
            { } answer when !(answer.TryGetProperty("result", out var result) && result.ValueKind is JsonValueKind.String or JsonValueKind.Null) =>
                Finding.Broken("result is neither a text nor null"),
            { } answer when answer.TryGetProperty("sessionId", out var id) && id.ValueKind is not (JsonValueKind.String or JsonValueKind.Null) =>
                Finding.Broken("sessionId is no text"),
            { } answer when Text(answer, "status") != "success" => Finding.Broken("status is not success"),
            { } answer => Finding.Kept($"{(Text(answer, "sessionId") is null ? "no session" : "a session")}, {Tokens(answer)}"),
        };
    }

    public async Task<Finding> ReplayAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var first = await session.WholeAsync(context, cancellationToken);
        if (first.Json is not { } before)
        {
            return Finding.Inconclusive("there was no run to replay");
        }

        var again = await session.AgainAsync(context, first, Json, lastEventId: null, cancellationToken);
        if (Answered(context, again, 200, Json) is { } other)
        {
            return other;
        }

        // What a run used is among its events: a second run would have used its own.
        return ContractRun.ParseObject(again.Answers[0].Body) is { } after && JsonElement.DeepEquals(before, after)
            ? Finding.Kept("the same answer, with the same usage")
            : Finding.Broken("the answers differ: the run was run twice");
    }

    public async Task<Finding> ConflictAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var first = await session.WholeAsync(context, cancellationToken);
        if (first.Json is null)
        {
            return Finding.Inconclusive("there was no run to be in conflict with");
        }

        var other = await session.SendAsync(context, first.RunId, Requests.RunBody(prompt: "\"Something else.\""), Json, lastEventId: null, cancellationToken);
        return Coded(context, other, "run_conflict");
    }

    public async Task<Finding> StreamAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var run = await session.StreamedAsync(context, cancellationToken);
        if (Answered(context, run.Outcome, 200, Events) is { } other)
        {
            return other;
        }

        var events = EventText.Read(run.Answer!.Body);
        return events switch
        {
            null or { Count: 0 } => Finding.Broken("an event has no number, or there is none"),
            _ when !events.Select(e => e.Id).SequenceEqual(Enumerable.Range(1, events.Count).Select(n => (long)n)) => Finding.Broken(
                "the events are not numbered from 1, one by one"
            ),
            _ when events.Any(e => ContractRun.ParseObject(e.Data) is null) => Finding.Broken("an event's data is no JSON object"),
            _ when events[0].Type != "started" || Text(ContractRun.ParseObject(events[0].Data)!.Value, "runId") != run.RunId => Finding.Broken(
                "the first event is not 'started' with the run's id"
            ),
            [.., { Type: "error" } error] => Finding.Broken($"the run failed: {Word(Text(ContractRun.ParseObject(error.Data)!.Value, "code"))}"),
            [.., { Type: "done" }] => Finding.Kept($"{events.Count} events"),
            _ => Finding.Broken("the last event is not 'done'"),
        };
    }

    public async Task<Finding> ResumeAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var first = await session.StreamedAsync(context, cancellationToken);
        if (first.Answer is not { Status: 200 } answer || EventText.Read(answer.Body) is not { Count: > 1 } events)
        {
            return Finding.Inconclusive("there was no stream to take up");
        }

        var seen = events[events.Count / 2 - 1].Id;
        var rest = await session.AgainAsync(context, first, Events, seen.ToString(CultureInfo.InvariantCulture), cancellationToken);
        return Answered(context, rest, 200, Events)
            ?? (
                EventText.Read(rest.Answers[0].Body)?.SequenceEqual(events.Where(e => e.Id > seen)) == true
                    ? Finding.Kept($"from event {seen + 1} on")
                    : Finding.Broken($"what came behind event {seen} is not what the stream had there")
            );
    }

    public async Task<Finding> UnknownAsync(CheckContext context, CancellationToken cancellationToken) =>
        Coded(context, await session.SendAsync(context, RunIds.New(context.Time), Requests.RunBody(), Events, "0", cancellationToken), "run_unknown");

    public async Task<Finding> NotesAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var outcome = await session.GetAsync(context, $"{Requests.MemoryPath}?groupFolder={Requests.GroupFolder}", cancellationToken);
        return Answered(context, outcome, 200, Json)
            ?? (
                ContractRun.ParseObject(outcome.Answers[0].Body) is { } notes
                && notes.TryGetProperty("notes", out var list)
                && list.ValueKind == JsonValueKind.Array
                    ? Finding.Kept($"{list.GetArrayLength()} notes")
                    : Finding.Broken("the answer has no list of notes")
            );
    }

    public static async Task<Finding> ForgetAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var request = context.Get($"{Requests.MemoryPath}?groupFolder={Requests.GroupFolder}", "DELETE").Right(context);
        var outcome = await context.Wire.SendAsync(request, cancellationToken);
        return Answered(context, outcome, 200, Json) ?? Finding.Kept("forgotten");
    }

    /// <summary>What is to be said where it is not the answer that was asked for; null where it is.</summary>
    private static Finding? Answered(CheckContext context, WireOutcome outcome, int status, string type)
    {
        if (outcome.End != WireEnd.Answered)
        {
            return Finding.Inconclusive(outcome.Detail);
        }

        var answer = outcome.Answers[0];
        if (answer.Status == status)
        {
            return answer.HasMediaType(type) ? null : Finding.Broken($"{status}, but not {type}");
        }

        var by = new Judge(context.Target).Read(answer);
        return by.Kind == AnswerKind.Limit
            ? new Judge(context.Target).Of(outcome, Guard.Contract, mayBeCutOff: false)
            : Finding.Broken(by.By.Length > 0 ? $"{answer.Status} by {by.By}" : $"{answer.Status} instead of {status}");
    }

    private static Finding Coded(CheckContext context, WireOutcome outcome, string code)
    {
        if (outcome.End != WireEnd.Answered)
        {
            return Finding.Inconclusive(outcome.Detail);
        }

        var by = new Judge(context.Target).Read(outcome.Answers[0]);
        return by switch
        {
            { Code: var said } when said == code => Finding.Kept(code),
            { Kind: AnswerKind.Limit } => new Judge(context.Target).Of(outcome, Guard.Contract, mayBeCutOff: false),
            _ => Finding.Broken($"{outcome.Answers[0].Status} instead of {code}"),
        };
    }

    private static Finding Access(string? access) =>
        access switch
        {
            "required" => Finding.Kept("Access is required"),
            "off" => Finding.Broken("the Worker runs without Access"),
            _ => Finding.Broken("the answer does not say whether Access is required"),
        };

    private static string Tokens(JsonElement answer) =>
        answer.TryGetProperty("usage", out var usage)
        && usage.ValueKind == JsonValueKind.Object
        && usage.TryGetProperty("inputTokens", out var read)
        && read.ValueKind == JsonValueKind.Number
        && usage.TryGetProperty("outputTokens", out var written)
        && written.ValueKind == JsonValueKind.Number
            ? $"{read.GetRawText()} tokens read, {written.GetRawText()} written"
            : "no usage";

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Word(string? code) => code is { Length: > 0 and <= 64 } && code.All(c => char.IsAsciiLetterLower(c) || c == '_') ? code : "?";
}
