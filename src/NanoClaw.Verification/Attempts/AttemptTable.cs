using NanoClaw.Verification.Attempts.Table;

namespace NanoClaw.Verification.Attempts;

/// <summary>Every attempt to get in, in the order in which they are made.</summary>
internal static class AttemptTable
{
    /// <param name="flood">The requests of the flood.</param>
    public static IReadOnlyList<Check> Of(int flood) =>
        [
            .. Transport.All,
            .. MissingCredentials.All,
            .. WrongServiceTokens.All,
            .. WrongBearerTokens.All,
            .. SpentCredentials.All,
            .. ForgedTokens.All,
            .. DoubledHeaders.All,
            .. PathTricks.All,
            .. Methods.All,
            .. Hosts.All,
            .. Addresses.All,
            .. Bodies.All,
            .. Notes.All,
            .. Stops.All,
            .. Admin.All,
            .. Smuggling.All,
            Flood.Of(flood),
        ];
}
