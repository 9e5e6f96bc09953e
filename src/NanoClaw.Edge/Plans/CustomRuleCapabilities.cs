namespace NanoClaw.Edge.Plans;

/// <summary>What a plan allows in the phase <c>http_request_firewall_custom</c>.</summary>
public sealed record CustomRuleCapabilities
{
    /// <summary>How many rules the entry point may hold.</summary>
    public required int MaxRules { get; init; }

    /// <summary>Whether <c>matches</c> (<c>~</c>) may be used.</summary>
    public required bool RegularExpressions { get; init; }

    /// <summary>Whether a block may answer with a status and body of one's own.</summary>
    public required bool CustomResponse { get; init; }

    /// <summary>The actions a rule may take.</summary>
    public required IReadOnlySet<string> Actions { get; init; }
}
