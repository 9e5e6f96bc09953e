using NanoClaw.Edge.Language;

namespace NanoClaw.LocalCloud.Edge.Declared;

/// <summary>A rule of the phase <c>http_request_firewall_custom</c>.</summary>
internal sealed record CustomRule(string Reference, RuleAction Action, RuleExpression Expression)
{
    public DeclaredResponse? Response { get; init; }

    /// <summary>Of a skip: whether the rest of this ruleset is left out.</summary>
    public bool SkipsRest { get; init; }

    /// <summary>Of a skip: phases left out.</summary>
    public IReadOnlyList<string> SkippedPhases { get; init; } = [];
}
