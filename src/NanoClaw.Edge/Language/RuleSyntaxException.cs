using System.Text;

namespace NanoClaw.Edge.Language;

/// <summary>An expression that Cloudflare's parser would refuse, with the place where it would point at.</summary>
public sealed class RuleSyntaxException : Exception
{
    public RuleSyntaxException(string expression, TextSpan span, string reason)
        : base(Describe(expression, span, reason, out var line, out var column))
    {
        Expression = expression;
        Span = span;
        Reason = reason;
        Line = line;
        Column = column;
    }

    public string Expression { get; }

    public TextSpan Span { get; }

    /// <summary>What is wrong, without the place.</summary>
    public string Reason { get; }

    /// <summary>Counted from 1.</summary>
    public int Line { get; }

    /// <summary>In characters, counted from 1.</summary>
    public int Column { get; }

    private static string Describe(string expression, TextSpan span, string reason, out int line, out int column)
    {
        var start = Math.Clamp(span.Start, 0, expression.Length);
        var lineStart = start == 0 ? 0 : expression.LastIndexOf('\n', start - 1) + 1;
        var lineEnd = expression.IndexOf('\n', start);
        lineEnd = lineEnd < 0 ? expression.Length : lineEnd;
        line = 1 + expression.AsSpan(0, lineStart).Count('\n');
        column = 1 + start - lineStart;

        return new StringBuilder()
            .Append("Filter parsing error (").Append(line).Append(':').Append(column).Append("):\n")
            .Append(expression, lineStart, lineEnd - lineStart).Append('\n')
            .Append(' ', start - lineStart)
            .Append('^', Math.Max(1, Math.Min(span.Length, lineEnd - start)))
            .Append(' ').Append(reason)
            .ToString();
    }
}
