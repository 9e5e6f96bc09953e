namespace NanoClaw.Verification.Attempts.Table;

/// <summary>What mends a layer, said once.</summary>
internal static class Cures
{
    public const string Update = "pulumi up --stack STACK; for a zone's rules, of the stack that owns them";
    public const string Credentials =
        $"Leave nanoclaw:requireCredentialHeaders at true and see that the rule nanoclaw_credentials is there and enabled: {Update}.";
    public const string Paths = $"See that the rule nanoclaw_known_paths is there and enabled: {Update}.";
    public const string Hosts =
        $"See that the rules nanoclaw_unknown_host and nanoclaw_known_paths are there and enabled, and that nanoclaw:hostnames lists this host: {Update}.";
    public const string Access =
        "See that Access's application covers the hostname, with the one Service Auth policy for this environment's tokens and neither Bypass nor Everyone: pulumi up --stack STACK.";
    public const string Worker =
        "The Worker that answers is not the one that is declared, or it was changed by hand: pulumi up --stack STACK deploys it anew. If it stays so, end all tokens (nanoclaw:keepPreviousCredentials false, a new rotationVersion) and report it.";
    public const string Transport = $"Leave nanoclaw:zoneSettings at true, so that always_use_https, min_tls_version and HSTS are declared: {Update}.";
}
