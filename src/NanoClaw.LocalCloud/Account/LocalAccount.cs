using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud;

/// <summary>
/// What the account of the local cloud has beside the stack, as every real one comes to have: the service token of another
/// environment, which is valid but not for this application, and one of this environment's own whose time is over.
/// </summary>
internal static class LocalAccount
{
    /// <summary>The account's name under <c>workers.dev</c>.</summary>
    public const string Subdomain = "local";

    private const string Neighbour = "neighbour";
    private const string Ended = "ended";

    /// <summary>The stack with what is beside it, for the edge to judge by.</summary>
    public static DeclaredStack Around(DeclaredStack stack, ProviderValues values) =>
        stack with
        {
            Resources = [.. stack.Resources, Token(values, Neighbour, DateTimeOffset.MaxValue), Token(values, Ended, DateTimeOffset.UnixEpoch)],
        };

    public static LocalCredentials NeighbourOf(ProviderValues values) => Credentials(values, Neighbour);

    public static LocalCredentials EndedOf(ProviderValues values) => Credentials(values, Ended);

    private static DeclaredResource Token(ProviderValues values, string name, DateTimeOffset end)
    {
        var credentials = Credentials(values, name);
        return new(
            ResourceTypes.ServiceToken,
            name,
            Parent: null,
            new JsonObject(),
            new JsonObject
            {
                ["id"] = values.Uuid(name),
                ["clientId"] = credentials.ClientId,
                ["clientSecret"] = credentials.ClientSecret,
                ["expiresAt"] = end.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
            }
        );
    }

    private static LocalCredentials Credentials(ProviderValues values, string name) =>
        new(
            values.Hex("account-token", name, 64),
            values.Hex("account-client-id", name, 32) + ".access",
            "cfast_" + values.Text("account-client-secret", name, 48)
        );
}
