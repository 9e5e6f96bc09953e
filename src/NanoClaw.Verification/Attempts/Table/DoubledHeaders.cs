using NanoClaw.Verification.Wire;
using static NanoClaw.Verification.Attempts.Make;

namespace NanoClaw.Verification.Attempts.Table;

/// <summary>Headers that stand there twice: two layers must not each believe another one.</summary>
internal static class DoubledHeaders
{
    private static readonly Stakes Access = new(
        "Of a header that comes twice the layers believe different ones: a wrong service token passes beside another.",
        Cures.Access
    );
    private static readonly Stakes Worker = new(
        "Of a header that comes twice the layers believe different ones: a wrong bearer token passes beside another.",
        Cures.Worker
    );
    private static readonly Stakes Host = new("Of two hosts the rules look at one and the Worker at the other: the rules guard nothing.", Cures.Hosts);

    public static IEnumerable<Check> All =>
        [
            Attempt(
                "doubled.authorization",
                "a wrong bearer token before the right one",
                Guard.Worker,
                Worker,
                c => c.Run().RightService(c).Bearer(c.MadeUp.Token).RightBearer(c),
                cut: true
            ),
            Attempt(
                "doubled.authorization-last",
                "a wrong bearer token after the right one",
                Guard.Worker,
                Worker,
                c => c.Run().RightService(c).RightBearer(c).Bearer(c.MadeUp.Token),
                cut: true
            ),
            Attempt(
                "doubled.authorization-comma",
                "two bearer tokens with a comma between",
                Guard.Worker,
                Worker,
                c => c.Run().RightService(c).With("Authorization", $"Bearer {c.Target.Credentials.Token}, Bearer {c.MadeUp.Token}")
            ),
            Attempt(
                "doubled.client-id",
                "two invented service tokens",
                Guard.Access,
                Access,
                c => c.Run().RightBearer(c).Service(c.MadeUp.ClientId, c.MadeUp.ClientSecret).Service(c.MadeUp.ClientId, c.MadeUp.ClientSecret),
                cut: true
            ),
            Attempt(
                "doubled.client-secret",
                "the right id with two invented secrets",
                Guard.Access,
                Access,
                c => c.Run().RightBearer(c).Service(c.Target.Credentials.AccessClientId, c.MadeUp.ClientSecret).With("CF-Access-Client-Secret", c.MadeUp.Token),
                cut: true
            ),
            Attempt(
                "doubled.assertion",
                "two forged JWTs",
                Guard.Access,
                Access,
                c => c.Run().Invented(c).With("Cf-Access-Jwt-Assertion", ForgedJwt.Unsigned(c)).With("Cf-Access-Jwt-Assertion", ForgedJwt.Signed(c)),
                cut: true
            ),
            Attempt("doubled.host", "two hosts", Guard.Edge, Host, c => c.Run().With("Host", "example.org"), cut: true),
            Attempt("doubled.underscore", "the credentials' headers with underscores", Guard.Edge, Access, c => Underscored(c.Run(), c)),
        ];

    private static WireRequest Underscored(WireRequest request, CheckContext c) =>
        request.Bearer(c.MadeUp.Token).With("CF_Access_Client_Id", c.MadeUp.ClientId).With("CF_Access_Client_Secret", c.MadeUp.ClientSecret);
}
