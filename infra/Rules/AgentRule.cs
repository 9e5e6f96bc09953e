namespace NanoClaw.Infra.Rules;

/// <summary>One rule of a zone, before it becomes a resource.</summary>
/// <param name="Ref">What logs and refusals name; it stays when the rule changes.</param>
/// <param name="Description">What the rule is for.</param>
/// <param name="Expression">When it matches.</param>
/// <param name="Refusal">Answer where the plan lets a block have one of its own.</param>
public sealed record AgentRule(string Ref, string Description, string Expression, RuleRefusal Refusal);

/// <summary>A refusal with an error body of the agent contract.</summary>
/// <param name="Status">The HTTP status, 400 to 499: Cloudflare takes no other.</param>
/// <param name="Code">The contract's stable word.</param>
/// <param name="Message">What the caller is told.</param>
public sealed record RuleRefusal(int Status, string Code, string Message)
{
    /// <summary>The body, JSON.</summary>
    public string Body => $$$"""{"error":{"code":"{{{Code}}}","message":"{{{Message}}}"}}""";
}
