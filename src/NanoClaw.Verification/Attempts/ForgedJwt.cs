using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace NanoClaw.Verification.Attempts;

/// <summary>Tokens that look like Access's and are not.</summary>
internal static class ForgedJwt
{
    private const string Issuer = "https://nanoclaw.cloudflareaccess.com";

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly Lazy<RSA> Key = new(() => RSA.Create(2048));

    /// <summary>Signed by a key of one's own, right in all else that can be known.</summary>
    public static string Signed(CheckContext c) => Sign(Header("RS256"), Claims(c));

    /// <summary>With a header that says that it needs no signature.</summary>
    public static string Unsigned(CheckContext c) => $"{Header("none")}.{Encode(Claims(c))}.";

    /// <summary>By HMAC, keyed with what a verifier may take for the key.</summary>
    public static string Symmetric(CheckContext c)
    {
        var content = $"{Header("HS256")}.{Encode(Claims(c))}";
        return $"{content}.{Base64Url.EncodeToString(HMACSHA256.HashData(Key.Value.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(content)))}";
    }

    public static string WrongAudience(CheckContext c) => Sign(Header("RS256"), Claims(c, ("aud", new string('f', 64))));

    public static string WrongIssuer(CheckContext c) => Sign(Header("RS256"), Claims(c, ("iss", "https://nanoclaw.example.com")));

    public static string Expired(CheckContext c) => Sign(Header("RS256"), Claims(c, ("exp", (c.Time.GetUtcNow() - Day).ToUnixTimeSeconds())));

    /// <summary>A person's, of an address that may be an administrator's.</summary>
    public static string Person(CheckContext c) =>
        Sign(Header("RS256"), Claims(c, ("email", "admin@example.com"), ("sub", "00000000-0000-4000-8000-000000000000")));

    private static JsonObject Claims(CheckContext c, params (string Name, JsonNode Value)[] others)
    {
        var now = c.Time.GetUtcNow();
        var claims = new JsonObject
        {
            ["type"] = "app",
            ["aud"] = c.Audience,
            ["exp"] = (now + Day).ToUnixTimeSeconds(),
            ["iss"] = Issuer,
            ["common_name"] = c.Target.Credentials.AccessClientId,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["sub"] = "",
        };
        foreach (var (name, value) in others)
        {
            claims[name] = value;
        }

        return claims;
    }

    private static string Header(string algorithm) =>
        Encode(
            new JsonObject
            {
                ["alg"] = algorithm,
                ["kid"] = new string('a', 64),
                ["typ"] = "JWT",
            }
        );

    private static string Sign(string header, JsonObject claims)
    {
        var content = $"{header}.{Encode(claims)}";
        return $"{content}.{Base64Url.EncodeToString(Key.Value.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Encode(JsonObject content) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(content.ToJsonString()));
}
