using System.Net;

namespace NanoClaw.LocalCloud.Edge.Responses;

/// <summary>The pages with which the edge answers by itself; short, with the number and the ray that Cloudflare's have.</summary>
internal static class EdgePages
{
    public const string Html = "text/html; charset=UTF-8";

    /// <summary>As docs/CONTRACT.md has it: what a client did wrong is told it in the same form by whoever notices.</summary>
    public const string BodyTooLarge = """{"error":{"code":"body_too_large","message":"The body is larger than the edge takes."}}""";

    /// <summary>As docs/CONTRACT.md has it.</summary>
    public const string BodyMalformed = """{"error":{"code":"invalid_request","message":"The body broke off or was not sent as HTTP demands."}}""";

    /// <summary>Source: https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/error-1020/.</summary>
    public static string Blocked(string host, string ray) =>
        Page("Error 1020: Access denied", $"This website ({host}) is using a security service to protect itself: a rule refused this request.", ray);

    public static string RateLimited(string host, string ray) =>
        Page("Error 1015: You are being rate limited", $"The owner of this website ({host}) has banned you temporarily from accessing this website.", ray);

    public static string Challenge(string host, string ray) =>
        Page(
            "Just a moment...",
            $"{host} needs to review the security of your connection before proceeding. The local edge cannot let a browser solve this.",
            ray
        );

    public static string UnknownHost(string host, string ray) => Page("Error 1016: Origin DNS error", $"No Worker is declared for {host}.", ray);

    public static string WorkerUnreachable(string host, string ray) =>
        Page("Error 521: Web server is down", $"The Worker of {host} does not answer on this machine.", ray);

    /// <summary>What Cloudflare shows at a name of workers.dev that is switched off, or that nobody has.</summary>
    public static string NothingHere(string host, string ray) =>
        Page("There is nothing here yet", $"If you expect something at {host}, it may take some time. Please check back again later.", ray);

    public static string Forbidden(string host, string ray) => Page("Forbidden", $"You don't have permission to view this. Contact the owner of {host}.", ray);

    public static string Unauthorized(string host, string ray) =>
        Page("Unauthorized", $"{host} asks for the headers CF-Access-Client-Id and CF-Access-Client-Secret of a valid service token.", ray);

    /// <summary>The stand-in for the identity providers.</summary>
    public static string Login(string application, string returnTo, string ray) =>
        Page(
            "Log in to " + application,
            "Cloudflare Access, as this machine has it: an e-mail address is enough, if a policy admits it.",
            ray,
            $"""
            <form method="post" action="/cdn-cgi/access/login">
            <input type="hidden" name="redirect_url" value="{WebUtility.HtmlEncode(returnTo)}">
            <label>E-mail <input type="email" name="email" required autofocus></label> <button>Log in</button>
            </form>
            """
        );

    private static string Page(string title, string text, string ray, string form = "") =>
        $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>{WebUtility.HtmlEncode(title)}</title></head>
            <body><h1>{WebUtility.HtmlEncode(title)}</h1><p>{WebUtility.HtmlEncode(text)}</p>{form}
            <p>Ray ID: {ray}</p></body></html>

            """;
}
