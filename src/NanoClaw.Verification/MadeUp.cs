using System.Security.Cryptography;

namespace NanoClaw.Verification;

/// <summary>Credentials in the right shape that nobody ever made, new for each verification.</summary>
internal sealed class MadeUp
{
    public string Token { get; } = RandomNumberGenerator.GetHexString(64, lowercase: true);

    public string ClientId { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true) + ".access";

    public string ClientSecret { get; } = "cfast_" + RandomNumberGenerator.GetHexString(48, lowercase: true);
}
