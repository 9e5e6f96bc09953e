using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud.Edge.Access;

/// <summary>Mints and verifies the RS256 tokens of Access, with a key that lives as long as the edge.</summary>
internal sealed class AccessSigner : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);
    private readonly string _header;

    public AccessSigner()
    {
        var parameters = _key.ExportParameters(includePrivateParameters: false);
        var keyId = Convert.ToHexStringLower(SHA256.HashData(parameters.Modulus!));
        _header = Encode(
            new JsonObject
            {
                ["alg"] = "RS256",
                ["kid"] = keyId,
                ["typ"] = "JWT",
            }
        );
        KeySet = new JsonObject
        {
            ["keys"] = new JsonArray(
                new JsonObject
                {
                    ["kid"] = keyId,
                    ["kty"] = "RSA",
                    ["alg"] = "RS256",
                    ["use"] = "sig",
                    ["e"] = Base64Url.EncodeToString(parameters.Exponent),
                    ["n"] = Base64Url.EncodeToString(parameters.Modulus),
                }
            ),
        }.ToJsonString();
    }

    /// <summary>What <c>/cdn-cgi/access/certs</c> answers.</summary>
    public string KeySet { get; }

    public string Sign(JsonObject claims)
    {
        var content = _header + "." + Encode(claims);
        var signature = _key.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return content + "." + Base64Url.EncodeToString(signature);
    }

    /// <summary>The claims of a token that this key signed, or null.</summary>
    public JsonObject? Verify(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || parts[0] != _header)
        {
            return null;
        }

        try
        {
            var content = Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]);
            var signature = Base64Url.DecodeFromChars(parts[2]);
            return _key.VerifyData(content, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                ? JsonNode.Parse(Base64Url.DecodeFromChars(parts[1])) as JsonObject
                : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    public void Dispose() => _key.Dispose();

    private static string Encode(JsonObject content) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(content.ToJsonString()));
}
