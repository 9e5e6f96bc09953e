namespace NanoClaw.Deployment.Setup.Answering;

/// <summary>Tells the values that the repository's stack files come with from those that somebody has put in.</summary>
internal static class ExampleValue
{
    // RFC 2606: names that are nobody's.
    private static readonly string[] Domains = ["example.com", "example.net", "example.org", "example"];

    public static bool IsId(string text) => text.All(c => c == '0');

    public static bool IsDomain(string text) => Domains.Any(domain => text == domain || text.EndsWith($".{domain}", StringComparison.Ordinal));

    public static bool IsTeam(string text) => text == "example.cloudflareaccess.com";

    public static bool IsEmail(string text) => IsDomain(text[(text.LastIndexOf('@') + 1)..]);
}
