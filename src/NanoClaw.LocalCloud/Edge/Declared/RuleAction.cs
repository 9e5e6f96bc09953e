namespace NanoClaw.LocalCloud.Edge.Declared;

internal enum RuleAction
{
    Block,
    Challenge,
    Skip,
    Log,
}
