namespace NanoClaw.LocalCloud.Edge.Access;

internal enum AccessDecision
{
    Allow,
    Deny,
    ServiceAuth,
    Bypass,
}
