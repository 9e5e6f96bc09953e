namespace NanoClaw.Edge.Language;

/// <summary>An expression that Cloudflare's parser would refuse, with the place where it would point at.</summary>
public sealed class RuleSyntaxException(RuleSyntaxError error) : Exception(error?.Message)
{
    public RuleSyntaxError Error { get; } = error ?? throw new ArgumentNullException(nameof(error));

    public string Expression => Error.Expression;

    public TextSpan Span => Error.Span;

    /// <summary>What is wrong, without the place.</summary>
    public string Reason => Error.Reason;

    /// <summary>Counted from 1.</summary>
    public int Line => Error.Line;

    /// <summary>In characters, counted from 1.</summary>
    public int Column => Error.Column;
}
