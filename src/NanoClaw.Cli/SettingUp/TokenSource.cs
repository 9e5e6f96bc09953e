using NanoClaw.Deployment.Cloudflare;
using NanoClaw.Deployment.Permissions;

namespace NanoClaw.Cli.SettingUp;

/// <summary>
/// Where the API token comes from: the environment, the standard input, or a prompt that shows nothing. Never an
/// argument, which every user of the machine can read.
/// </summary>
internal static class TokenSource
{
    public const string Variable = "CLOUDFLARE_API_TOKEN";

    private static readonly NeededFeatures Usual = new(OwnsZone: true, Alerts: false, D1: false, R2: false, AiGateway: false);

    public static async Task<ApiToken> ReadAsync(CliContext context, bool fromInput, bool canAsk, CancellationToken cancellationToken)
    {
        var text = fromInput
            ? await context.In.ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? ""
            : context.Variable(Variable)
                ?? (
                    canAsk
                        ? Ask(context)
                        : throw new CliException(
                            $"No API token: set {Variable}, or hand it over on the standard input with --token-stdin. {DashboardPages.Mine} makes one; docs/CLOUDFLARE_DEPLOYMENT.md lists its permissions.",
                            ExitCode.Usage
                        )
                );
        return ApiToken.TryParse(text, out var token, out var mistake)
            ? token
            : throw new CliException($"{mistake} {DashboardPages.Mine} makes one.", ExitCode.Usage);
    }

    private static string Ask(CliContext context)
    {
        var permissions = PermissionTable.For(Usual);
        context.Error.WriteLine("It needs an API token of Cloudflare's. This link opens the form with most of its permissions chosen:");
        context.Error.WriteLine($"  {TokenLink.Create(permissions).AbsoluteUri}");
        context.Error.WriteLine($"Add by hand: {string.Join("; ", TokenLink.ByHand(permissions))}. Restrict it to your account and your domain's zone.");
        return HiddenInput.Read(context, "the API token");
    }
}
