using System.Security.Authentication;
using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud.Edge.Declared;

/// <summary>Reads the zone settings <c>always_use_https</c>, <c>min_tls_version</c>, <c>tls_1_3</c> and <c>security_header</c>.</summary>
internal sealed class TransportReader(List<string> problems, List<string> notReproduced)
{
    public TransportSettings Read(DeclaredStack stack)
    {
        var settings = new TransportSettings();
        var minimum = SslProtocols.Tls12;
        var tls13 = true;
        foreach (var setting in stack.OfType(ResourceTypes.ZoneSetting))
        {
            var value = setting.Inputs["value"];
            switch (setting.Inputs.Text("settingId"))
            {
                case "always_use_https":
                    settings = settings with { AlwaysUseHttps = setting.Inputs.Text("value") == "on" };
                    break;
                case "min_tls_version":
                    minimum = Minimum(setting);
                    break;
                case "tls_1_3":
                    tls13 = setting.Inputs.Text("value") is "on" or "zrt";
                    break;
                case "security_header":
                    settings = WithHeader(settings, value?["strict_transport_security"]);
                    break;
                case var other:
                    notReproduced.Add($"{setting.Name}: the zone setting {other}");
                    break;
            }
        }

        var protocols = (minimum == SslProtocols.Tls12 ? SslProtocols.Tls12 : SslProtocols.None) | (tls13 ? SslProtocols.Tls13 : SslProtocols.None);
        if (protocols == SslProtocols.None)
        {
            problems.Add("min_tls_version 1.3 with tls_1_3 off leaves no version to connect by");
        }

        return settings with
        {
            Protocols = protocols,
        };
    }

    private SslProtocols Minimum(DeclaredResource setting)
    {
        switch (setting.Inputs.Text("value"))
        {
            case "1.2":
                return SslProtocols.Tls12;
            case "1.3":
                return SslProtocols.Tls13;
            case "1.0" or "1.1":
                notReproduced.Add($"{setting.Name}: TLS below 1.2; it is refused here");
                return SslProtocols.Tls12;
            default:
                problems.Add($"{setting.Name}: min_tls_version is 1.0, 1.1, 1.2 or 1.3");
                return SslProtocols.Tls12;
        }
    }

    private static TransportSettings WithHeader(TransportSettings settings, JsonNode? header)
    {
        if (header.Flag("enabled") != true)
        {
            return settings;
        }

        var value =
            $"max-age={header.Whole("max_age") ?? 0}"
            + (header.Flag("include_subdomains") == true ? "; includeSubDomains" : "")
            + (header.Flag("preload") == true ? "; preload" : "");
        return settings with { StrictTransportSecurity = value, NoSniff = header.Flag("nosniff") == true };
    }
}
