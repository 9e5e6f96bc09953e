using static NanoClaw.Verification.Attempts.Make;

namespace NanoClaw.Verification.Attempts.Table;

/// <summary>Service tokens that are wrong, with the right bearer token beside them: Access alone has to refuse them.</summary>
internal static class WrongServiceTokens
{
    private static readonly Stakes OwnStakes = new("A bearer token alone is enough to get past Access: a stolen one opens one layer more.", Cures.Access);

    public static IEnumerable<Check> All =>
        [
            Attempt("service.invented", "invented credentials in all headers", Guard.Access, OwnStakes, c => c.Run().Invented(c)),
            Attempt(
                "service.wrong",
                "an invented service token",
                Guard.Access,
                OwnStakes,
                c => c.Run().RightBearer(c).Service(c.MadeUp.ClientId, c.MadeUp.ClientSecret)
            ),
            Attempt(
                "service.wrong-h2",
                "the same over HTTP/2",
                Guard.Access,
                OwnStakes,
                c => c.Run().RightBearer(c).Service(c.MadeUp.ClientId, c.MadeUp.ClientSecret) with { OverHttp2 = true }
            ),
            Attempt(
                "service.wrong-secret",
                "the right id with an invented secret",
                Guard.Access,
                OwnStakes,
                c => c.Run().RightBearer(c).Service(Id(c), c.MadeUp.ClientSecret)
            ),
            Attempt(
                "service.wrong-id",
                "an invented id with the right secret",
                Guard.Access,
                OwnStakes,
                c => c.Run().RightBearer(c).Service(c.MadeUp.ClientId, Secret(c))
            ),
            Attempt("service.swapped", "id and secret swapped", Guard.Access, OwnStakes, c => c.Run().RightBearer(c).Service(Secret(c), Id(c))),
            Attempt(
                "service.bearer-as-secret",
                "the bearer token for the secret",
                Guard.Access,
                OwnStakes,
                c => c.Run().RightBearer(c).Service(Id(c), c.Target.Credentials.Token)
            ),
            Attempt(
                "service.layers-swapped",
                "each layer's secret shown to the other",
                Guard.Access,
                OwnStakes,
                c => c.Run().Bearer(Secret(c)).Service(Id(c), c.Target.Credentials.Token)
            ),
            Attempt(
                "service.cut",
                "the secret without its last character",
                Guard.Access,
                OwnStakes,
                c => c.Run().RightBearer(c).Service(Id(c), Secret(c)[..^1])
            ),
            Attempt("service.longer", "the secret with a character more", Guard.Access, OwnStakes, c => c.Run().RightBearer(c).Service(Id(c), Secret(c) + "0")),
            Attempt(
                "service.upper-case",
                "the secret in upper case",
                Guard.Access,
                OwnStakes,
                c => c.Run().RightBearer(c).Service(Id(c), Secret(c).ToUpperInvariant())
            ),
            Attempt(
                "service.as-json",
                "the service token as JSON in Authorization",
                Guard.Edge,
                OwnStakes,
                c => c.Run().With("Authorization", $$"""{"cf-access-client-id":"{{Id(c)}}","cf-access-client-secret":"{{c.MadeUp.ClientSecret}}"}""")
            ),
        ];

    private static string Id(CheckContext c) => c.Target.Credentials.AccessClientId ?? "";

    // Empty where Access is declared off; what is made of it must still be something.
    private static string Secret(CheckContext c) => c.Target.Credentials.AccessClientSecret is { Length: > 0 } secret ? secret : c.MadeUp.ClientSecret;
}
