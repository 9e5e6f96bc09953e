namespace NanoClaw.Host.Decisions;

public enum RuleDecision
{
    Allow,

    /// <summary>A person is asked first.</summary>
    Hold,
    Refuse,
}
