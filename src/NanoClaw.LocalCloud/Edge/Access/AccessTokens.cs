using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NanoClaw.LocalCloud.Edge.Declared;

namespace NanoClaw.LocalCloud.Edge.Access;

/// <summary>
/// The tokens that the Worker gets and that people keep as a cookie, with the claims Access gives them.
/// Source: https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie/application-token/.
/// </summary>
internal sealed class AccessTokens(AccessSigner signer, TimeProvider time)
{
    /// <summary>A service token's assertion is minted anew when less than this is left of it.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(string ClientId, string Audience, string Issuer), (string Token, DateTimeOffset Expires)> _service = new();

    public string ForService(ServiceToken token, AccessApplication application, AccessPolicy policy, string teamDomain)
    {
        var now = time.GetUtcNow();
        var key = (token.ClientId, application.Audience, teamDomain);
        if (_service.TryGetValue(key, out var cached) && cached.Expires - now > Margin)
        {
            return cached.Token;
        }

        var expires = now + application.SessionOf(policy) + Margin;
        var minted = signer.Sign(
            new JsonObject
            {
                ["type"] = "app",
                ["aud"] = application.Audience,
                ["exp"] = expires.ToUnixTimeSeconds(),
                ["iss"] = "https://" + teamDomain,
                ["common_name"] = token.ClientId,
                ["iat"] = now.ToUnixTimeSeconds(),
                ["sub"] = "",
            }
        );
        _service[key] = (minted, expires);
        return minted;
    }

    public string ForPerson(string email, AccessApplication application, AccessPolicy policy, string teamDomain)
    {
        var now = time.GetUtcNow();
        return signer.Sign(
            new JsonObject
            {
                ["aud"] = new JsonArray(application.Audience),
                ["email"] = email,
                ["exp"] = (now + application.SessionOf(policy)).ToUnixTimeSeconds(),
                ["iat"] = now.ToUnixTimeSeconds(),
                ["nbf"] = now.ToUnixTimeSeconds(),
                ["iss"] = "https://" + teamDomain,
                ["type"] = "app",
                ["identity_nonce"] = Guid.NewGuid().ToString("N")[..16],
                ["sub"] = PersonId(email),
                ["country"] = "XX",
            }
        );
    }

    /// <summary>The e-mail address in a cookie that is valid for this application now.</summary>
    public string? PersonIn(string cookie, AccessApplication application, string teamDomain)
    {
        var claims = signer.Verify(cookie);
        return
            claims is not null
            && claims.Texts("aud").Contains(application.Audience)
            && claims.Text("iss") == "https://" + teamDomain
            && claims["exp"] is JsonValue expires
            && expires.GetValue<long>() > time.GetUtcNow().ToUnixTimeSeconds()
            ? claims.Text("email")
            : null;
    }

    private static string PersonId(string email) =>
        new Guid(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(email)).AsSpan(0, 16)).ToString();
}
