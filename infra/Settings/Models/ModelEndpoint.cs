namespace NanoClaw.Infra.Settings.Models;

/// <summary>The address at which a model is asked, and to which its key goes.</summary>
internal static class ModelEndpoint
{
    /// <summary>Whether nobody on the way can read along, and nothing secret stands in the address.</summary>
    public static bool IsSafe(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.UserInfo.Length == 0
        && uri.Query.Length == 0
        && uri.Fragment.Length == 0;
}
