using NanoClaw.Deployment.Cloudflare;

namespace NanoClaw.Cli.Costing;

/// <summary>Where Cloudflare's API is: another place than usual by a variable that its provider for Pulumi reads too.</summary>
internal static class CloudflareAddress
{
    public const string Variable = "CLOUDFLARE_BASE_URL";

    public static Uri Of(CliContext context) =>
        context.Variable(Variable) is { } text
            ? Uri.TryCreate(text, UriKind.Absolute, out var uri)
                ? uri
                : throw new CliException($"{Variable} is no address.", ExitCode.Usage)
            : CloudflareApi.DefaultAddress;
}
