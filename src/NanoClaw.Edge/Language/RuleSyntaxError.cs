using System.Text;

namespace NanoClaw.Edge.Language;

/// <summary>Why Cloudflare's parser would refuse an expression, or this machine does, with the place it points at.</summary>
public sealed class RuleSyntaxError
{
    // Made when they are asked for: whoever tries many expressions pays for none of them.
    private readonly Func<string>? _why;
    private readonly int _start;
    private readonly int _lineStart;
    private string? _reason;

    internal RuleSyntaxError(string expression, TextSpan span, string reason)
        : this(expression, span) => _reason = reason;

    internal RuleSyntaxError(string expression, TextSpan span, Func<string> why)
        : this(expression, span) => _why = why;

    private RuleSyntaxError(string expression, TextSpan span)
    {
        Expression = expression;
        Span = span;
        _start = Math.Clamp(span.Start, 0, expression.Length);
        _lineStart = _start == 0 ? 0 : expression.LastIndexOf('\n', _start - 1) + 1;
    }

    public string Expression { get; }

    public TextSpan Span { get; }

    /// <summary>What is wrong, without the place.</summary>
    public string Reason => _reason ??= _why?.Invoke() ?? "";

    /// <summary>Counted from 1.</summary>
    public int Line => 1 + Expression.AsSpan(0, _lineStart).Count('\n');

    /// <summary>In characters, counted from 1.</summary>
    public int Column => 1 + _start - _lineStart;

    /// <summary>The place, its line with a caret under what is wrong, and the reason.</summary>
    public string Message
    {
        get
        {
            var lineEnd = Expression.IndexOf('\n', _start);
            lineEnd = lineEnd < 0 ? Expression.Length : lineEnd;
            return new StringBuilder(lineEnd - _lineStart + Column + Reason.Length + 80)
                .Append("Filter parsing error (")
                .Append(Line)
                .Append(':')
                .Append(Column)
                .Append("):\n")
                .Append(Expression, _lineStart, lineEnd - _lineStart)
                .Append('\n')
                .Append(' ', _start - _lineStart)
                .Append('^', Math.Max(1, Math.Min(Span.Length, lineEnd - _start)))
                .Append(' ')
                .Append(Reason)
                .ToString();
        }
    }

    public override string ToString() => Message;
}
