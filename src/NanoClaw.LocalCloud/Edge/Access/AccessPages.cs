using Microsoft.AspNetCore.Http;
using NanoClaw.LocalCloud.Edge.Responses;

namespace NanoClaw.LocalCloud.Edge.Access;

/// <summary>
/// What lies under <c>/cdn-cgi/access/</c>: the key set, the stand-in for the login, and the logout.
/// Cloudflare has the login on the team's own domain, out of reach of a zone's rules; so these come before them.
/// </summary>
internal sealed class AccessPages(AccessSigner signer, AccessTokens tokens)
{
    public const string Cookie = "CF_Authorization";
    private const string Prefix = "/cdn-cgi/access/";

    /// <summary>Where a person is sent who has to log in.</summary>
    public static string LoginAddress(HttpRequest request, string pathAndQuery) =>
        $"{request.Scheme}://{request.Host}{Prefix}login?redirect_url={Uri.EscapeDataString(pathAndQuery)}";

    /// <summary>Answers, or gives false where the path is not one of these.</summary>
    public async Task<bool> TryAnswerAsync(HttpContext context, AccessConfiguration access, string ray)
    {
        var request = context.Request;
        if (!request.Path.StartsWithSegments("/cdn-cgi/access", StringComparison.Ordinal, out var page))
        {
            return false;
        }

        context.Response.Headers.CacheControl = "no-store";
        switch (page.Value, request.Method)
        {
            case ("/certs", "GET" or "HEAD"):
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(signer.KeySet, context.RequestAborted);
                return true;
            case ("/login", "GET"):
                await ShowLoginAsync(context, access, ray);
                return true;
            case ("/login", "POST"):
                await LogInAsync(context, access, ray);
                return true;
            case ("/logout", "GET"):
                context.Response.Cookies.Delete(Cookie);
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return true;
            default:
                return false;
        }
    }

    private static async Task ShowLoginAsync(HttpContext context, AccessConfiguration access, string ray)
    {
        var returnTo = Local(context.Request.Query["redirect_url"]);
        if (access.ApplicationFor(context.Request.Host.Host, PathOf(returnTo)) is not { } application)
        {
            await context.RefuseAsync("access", StatusCodes.Status404NotFound, EdgePages.UnknownHost(context.Request.Host.Host, ray));
            return;
        }

        context.Response.ContentType = EdgePages.Html;
        await context.Response.WriteAsync(EdgePages.Login(application.Name, returnTo, ray), context.RequestAborted);
    }

    private async Task LogInAsync(HttpContext context, AccessConfiguration access, string ray)
    {
        var request = context.Request;
        // A page elsewhere must not log this browser in.
        if (request.Headers.Origin is [{ } origin, ..] && origin != $"{request.Scheme}://{request.Host}")
        {
            await context.RefuseAsync("access", StatusCodes.Status403Forbidden, EdgePages.Forbidden(request.Host.Host, ray));
            return;
        }

        var form = request.HasFormContentType ? await request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        var returnTo = Local(form["redirect_url"]);
        var email = form["email"].ToString().Trim();
        if (
            access.TeamDomain is not { } team
            || access.ApplicationFor(request.Host.Host, PathOf(returnTo)) is not { } application
            || AccessGate.PolicyFor(application, email) is not { } policy
        )
        {
            await context.RefuseAsync("access", StatusCodes.Status403Forbidden, EdgePages.Forbidden(request.Host.Host, ray));
            return;
        }

        context.Response.Cookies.Append(
            Cookie,
            tokens.ForPerson(email, application, policy, team),
            new CookieOptions
            {
                HttpOnly = application.HttpOnlyCookie,
                Secure = true,
                Path = "/",
                MaxAge = application.SessionOf(policy),
                SameSite = application.SameSiteCookie switch
                {
                    "strict" => SameSiteMode.Strict,
                    "none" => SameSiteMode.None,
                    _ => SameSiteMode.Lax,
                },
            }
        );
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = returnTo;
    }

    private static string PathOf(string pathAndQuery) => NanoClaw.Edge.Requests.UrlNormalization.Normalize(pathAndQuery.Split('?')[0]);

    // Only a path of this host: a login is no way to send people elsewhere.
    private static string Local(string? address) => address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl) ? address : "/";
}
