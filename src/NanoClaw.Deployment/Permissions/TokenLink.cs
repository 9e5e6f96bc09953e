using System.Text.Json.Nodes;
using NanoClaw.Deployment.Cloudflare;

namespace NanoClaw.Deployment.Permissions;

/// <summary>Links to the dashboard's form for an API token, with what it needs chosen already.</summary>
public static class TokenLink
{
    /// <summary>A link that opens the form; what no document of Cloudflare's names has to be added by hand.</summary>
    public static Uri Create(IEnumerable<TokenPermission> permissions)
    {
        ArgumentNullException.ThrowIfNull(permissions);
        var keys = new JsonArray([
            .. permissions
                .Where(permission => permission.TemplateKey is not null)
                .Select(permission => (JsonNode)new JsonObject { ["key"] = permission.TemplateKey, ["type"] = permission.Edit ? "edit" : "read" }),
        ]);
        return new($"{DashboardPages.Mine}?permissionGroupKeys={Uri.EscapeDataString(keys.ToJsonString())}&accountId=*&zoneId=all&name=nanoclaw");
    }

    /// <summary>Those that the link cannot choose.</summary>
    public static IEnumerable<TokenPermission> ByHand(IEnumerable<TokenPermission> permissions) =>
        permissions.Where(permission => permission.TemplateKey is null);
}
