using System.Globalization;
using NanoClaw.Verification.Wire;

namespace NanoClaw.Verification.Judging;

/// <summary>Holds what came of an attempt against the layer that has to refuse it.</summary>
internal sealed class Judge(VerificationTarget target)
{
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(10);

    private readonly AnswerReader _reader = new(target);

    public Answerer Read(WireAnswer answer) => _reader.Read(answer);

    /// <param name="outcome">What came of it.</param>
    /// <param name="guard">Who has to refuse it at the latest.</param>
    /// <param name="mayBeCutOff">Whether a connection that is refused or closed without an answer is a refusal: what was sent is no proper request.</param>
    public Finding Of(WireOutcome outcome, Guard guard, bool mayBeCutOff) =>
        outcome.End switch
        {
            WireEnd.Answered => Of(outcome.Answers[0], guard),
            WireEnd.Closed or WireEnd.TlsRefused or WireEnd.NobodyListens when mayBeCutOff => Finding.Refused("connection", outcome.Detail),
            _ => Finding.Inconclusive(outcome.Detail),
        };

    private Finding Of(WireAnswer answer, Guard guard)
    {
        var by = _reader.Read(answer);
        var seen = $"{answer.Status}";
        return by switch
        {
            { Kind: AnswerKind.Limit } => Finding.Inconclusive($"{seen}: {by.By} answered instead") with { Limited = WaitOf(answer) },
            { Kind: AnswerKind.Success } => Finding.LetIn($"{seen}: nothing refused it"),
            { Kind: AnswerKind.Refusal, Layer: { } layer } when layer <= guard => Finding.Refused(by.By, seen),
            { Kind: AnswerKind.Refusal, Layer: Guard.Contract } => Finding.LetIn(
                $"{seen}: it was let in; the Worker only refused what it asked for ({by.Code})"
            ),
            { Kind: AnswerKind.Refusal } => Finding.LetIn($"{seen}: it got past {NameOf(guard)}; only {by.By} stopped it"),
            _ => Finding.Inconclusive(by.By.Length > 0 ? $"{seen} by {by.By}" : $"{seen}, which proves nothing"),
        };
    }

    private static string NameOf(Guard guard) =>
        guard switch
        {
            Guard.Transport => "TLS and the redirect to HTTPS",
            Guard.Edge => "the zone's rules",
            Guard.Access => "Access",
            Guard.Worker => "the Worker's check of who asks",
            _ => "the contract",
        };

    private static TimeSpan WaitOf(WireAnswer answer) =>
        int.TryParse(answer.Header("retry-after"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : DefaultWait;
}
