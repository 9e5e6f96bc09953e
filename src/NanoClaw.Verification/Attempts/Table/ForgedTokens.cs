using static NanoClaw.Verification.Attempts.Make;

namespace NanoClaw.Verification.Attempts.Table;

/// <summary>JWTs of Access that nobody issued, in the header that the Worker reads and in the cookie that Access reads.</summary>
internal static class ForgedTokens
{
    private static readonly Stakes OwnStakes = new("Whoever can write a JWT is taken for a client that Access has let in.", Cures.Access);

    private static readonly (string Id, string Name, Func<CheckContext, string> Make)[] Tokens =
    [
        ("forged", "signed by another key", ForgedJwt.Signed),
        ("unsigned", "without a signature (alg none)", ForgedJwt.Unsigned),
        ("symmetric", "signed by HMAC", ForgedJwt.Symmetric),
        ("wrong-audience", "for another application", ForgedJwt.WrongAudience),
        ("wrong-issuer", "of another issuer", ForgedJwt.WrongIssuer),
        ("expired", "whose time is over", ForgedJwt.Expired),
        ("person", "of a person", ForgedJwt.Person),
    ];

    public static IEnumerable<Check> All =>
        Tokens.SelectMany(token =>
            new[]
            {
                Attempt(
                    $"jwt.{token.Id}-header",
                    $"a JWT {token.Name}, in the header Cf-Access-Jwt-Assertion",
                    Guard.Access,
                    OwnStakes,
                    c => c.Run().RightBearer(c).Service(c.MadeUp.ClientId, c.MadeUp.ClientSecret).With("Cf-Access-Jwt-Assertion", token.Make(c))
                ),
                Attempt(
                    $"jwt.{token.Id}-cookie",
                    $"a JWT {token.Name}, in the cookie CF_Authorization",
                    Guard.Access,
                    OwnStakes,
                    c => c.Get(Requests.HealthPath).With("Cookie", "CF_Authorization=" + token.Make(c))
                ),
            }
        );
}
