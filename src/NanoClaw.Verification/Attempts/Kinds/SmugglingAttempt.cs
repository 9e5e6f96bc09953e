using System.Text;
using NanoClaw.Agents;
using NanoClaw.Verification.Judging;
using NanoClaw.Verification.Wire;

namespace NanoClaw.Verification.Attempts;

/// <summary>
/// An attempt to hide a second request in a first that is let in, so that what judges and what answers see different ones. The hidden
/// one asks for a path that the rules refuse: the Worker's own word for it is the proof that it came past them.
/// </summary>
internal sealed class SmugglingAttempt : Check
{
    private const string HiddenPath = "/nanoclaw-verify-hidden";

    /// <summary>The headers that say how long the body is, with their line ends; given the hidden request's length.</summary>
    public required Func<int, string> Framing { get; init; }

    /// <summary>The body, given the hidden request.</summary>
    public required Func<string, string> Body { get; init; }

    public string Version { get; init; } = "HTTP/1.1";

    internal override bool NeedsControl => true;

    internal override async Task<Finding> TryAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var judge = new Judge(context.Target);
        var outcome = await context.Wire.SendBytesAsync(Bytes(context), cancellationToken);
        if (
            outcome
                .Answers.Select((answer, at) => (Answerer: judge.Read(answer), IsSecond: at > 0))
                .FirstOrDefault(a => IsPast(a.Answerer, a.IsSecond))
                .Answerer is
            { } past
        )
        {
            return Finding.LetIn(
                past.Kind == AnswerKind.Success ? "what was hidden was done" : $"the hidden request came past the zone's rules; only {past.By} stopped it"
            );
        }

        // What the edge refused by itself went no further, so it can have left nothing behind.
        if (outcome.Answers.Count != 1 || judge.Read(outcome.Answers[0]) is not { Layer: Guard.Edge, Kind: AnswerKind.Refusal })
        {
            if (await FollowAsync(context, judge, cancellationToken) is { } finding)
            {
                return finding;
            }
        }

        return outcome switch
        {
            { End: WireEnd.Failed } => Finding.Inconclusive(outcome.Detail),
            { End: not WireEnd.Answered } => Finding.Refused("connection", outcome.Detail),
            _ => Of(outcome, judge),
        };
    }

    /// <summary>Whether a proper request is answered as one: null where it is.</summary>
    private static async Task<Finding?> FollowAsync(CheckContext context, Judge judge, CancellationToken cancellationToken)
    {
        var next = await context.Wire.SendAsync(context.Run().Right(context), cancellationToken);
        if (next.End != WireEnd.Answered)
        {
            return Finding.Inconclusive($"a proper request was not answered afterwards: {next.Detail}");
        }

        return judge.Read(next.Answers[0]) switch
        {
            { Layer: Guard.Contract } => null,
            { Kind: AnswerKind.Refusal } by => Finding.LetIn($"the next request was answered with what was meant for the hidden one: {by.By}"),
            { Kind: AnswerKind.Limit } => judge.Of(next, Guard.Contract, mayBeCutOff: false),
            _ => Finding.Inconclusive("a proper request was not answered properly afterwards"),
        };
    }

    private static Finding Of(WireOutcome outcome, Judge judge)
    {
        var first = judge.Read(outcome.Answers[0]);
        return first switch
        {
            { Kind: AnswerKind.Limit or AnswerKind.Fault } => judge.Of(outcome, Guard.Contract, mayBeCutOff: true),
            { Layer: Guard.Contract } => Finding.Refused("HTTP", outcome.Answers.Count == 1 ? "taken as one request" : "the second was judged like any other"),
            _ => Finding.Refused(first.By, $"{outcome.Answers[0].Status}"),
        };
    }

    // Nothing else here asks the Worker for a path that it does not know, and of the two requests only the hidden one lacks credentials.
    private static bool IsPast(Answerer answer, bool isSecond) =>
        answer.Kind == AnswerKind.Success
        || answer is { Layer: Guard.Worker, Code: "not_found" or "method_not_allowed" }
        || (isSecond && answer is { Layer: Guard.Access });

    private byte[] Bytes(CheckContext context)
    {
        var hidden = $"GET {HiddenPath} HTTP/1.1\r\nHost: {context.Host()}\r\n\r\n";
        var credentials = context.Target.Credentials;
        return Encoding.Latin1.GetBytes(
            $"POST {Requests.RunPath} {Version}\r\nHost: {context.Host()}\r\nAuthorization: Bearer {credentials.Token}\r\n"
                + $"CF-Access-Client-Id: {credentials.AccessClientId}\r\nCF-Access-Client-Secret: {credentials.AccessClientSecret}\r\n"
                + $"Content-Type: application/json\r\nIdempotency-Key: {RunIds.New(context.Time)}\r\n{Framing(Body(hidden).Length)}\r\n{Body(hidden)}"
        );
    }
}
