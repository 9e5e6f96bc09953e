using System.Security.Cryptography;
using System.Text;
using NanoClaw.Verification.Wire;
using static NanoClaw.Verification.Attempts.Make;

namespace NanoClaw.Verification.Attempts.Table;

/// <summary>Bearer tokens that are wrong, with the right service token: the Worker alone has to refuse them.</summary>
internal static class WrongBearerTokens
{
    private static readonly Stakes OwnStakes = new("A service token alone runs the agent: the Worker does not look at the bearer token.", Cures.Worker);

    public static IEnumerable<Check> All =>
        [
            Attempt("bearer.wrong", "an invented bearer token", Guard.Worker, OwnStakes, c => Bearer(c, c.MadeUp.Token)),
            Attempt("bearer.wrong-h2", "the same over HTTP/2", Guard.Worker, OwnStakes, c => Bearer(c, c.MadeUp.Token) with { OverHttp2 = true }),
            Attempt("bearer.empty", "an empty bearer token", Guard.Worker, OwnStakes, c => Authorization(c, "Bearer")),
            Attempt("bearer.no-scheme", "the token without its scheme", Guard.Worker, OwnStakes, c => Authorization(c, c.Target.Credentials.Token)),
            Attempt(
                "bearer.basic",
                "the token as a password",
                Guard.Worker,
                OwnStakes,
                c => Authorization(c, "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("nanoclaw:" + c.Target.Credentials.Token)))
            ),
            Attempt("bearer.cut", "the token without its last character", Guard.Worker, OwnStakes, c => Bearer(c, c.Target.Credentials.Token[..^1])),
            Attempt("bearer.longer", "the token with a character more", Guard.Worker, OwnStakes, c => Bearer(c, c.Target.Credentials.Token + "0")),
            Attempt(
                "bearer.changed",
                "the token with its first character changed",
                Guard.Worker,
                OwnStakes,
                c => Bearer(c, (c.Target.Credentials.Token[0] == 'x' ? 'y' : 'x') + c.Target.Credentials.Token[1..])
            ),
            Attempt(
                "bearer.hash",
                "the token's SHA-256, as the Worker holds it",
                Guard.Worker,
                OwnStakes,
                c => Bearer(c, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(c.Target.Credentials.Token))))
            ),
            Attempt(
                "bearer.service-secret",
                "the service token's secret for the bearer token",
                Guard.Worker,
                OwnStakes,
                c => Bearer(c, c.Target.Credentials.AccessClientSecret ?? c.MadeUp.Token)
            ),
            Attempt("bearer.null", "the words that programs write where they have no token", Guard.Worker, OwnStakes, c => Bearer(c, "undefined")),
            Attempt("bearer.long", "a token of 9000 characters", Guard.Worker, OwnStakes, c => Bearer(c, new string('a', 9000)), cut: true),
            Attempt(
                "bearer.proxy",
                "the token for a proxy instead",
                Guard.Worker,
                OwnStakes,
                c => Authorization(c, "Bearer none").With("Proxy-Authorization", "Bearer " + c.Target.Credentials.Token)
            ),
        ];

    private static WireRequest Bearer(CheckContext c, string token) => c.Run().RightService(c).Bearer(token);

    private static WireRequest Authorization(CheckContext c, string value) => c.Run().RightService(c).With("Authorization", value);
}
