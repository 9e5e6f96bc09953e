using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using OpenTelemetry.Exporter;

namespace NanoClaw.Host.Telemetry;

/// <summary>OpenTelemetry's own keys, as far as they are read here: https://opentelemetry.io/docs/specs/otel/protocol/exporter/.</summary>
internal sealed record TelemetrySettings
{
    public const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";
    public const string ProtocolKey = "OTEL_EXPORTER_OTLP_PROTOCOL";
    public const string HeadersKey = "OTEL_EXPORTER_OTLP_HEADERS";
    public const string ServiceNameKey = "OTEL_SERVICE_NAME";
    public const string DisabledKey = "OTEL_SDK_DISABLED";
    public const string TracesKey = "OTEL_TRACES_EXPORTER";
    public const string MetricsKey = "OTEL_METRICS_EXPORTER";
    public const string LogsKey = "OTEL_LOGS_EXPORTER";

    /// <summary>A collector that does not answer is not waited for longer, not even at the end.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Uri _endpoint;
    private readonly OtlpExportProtocol _protocol;

    /// <summary>Often a credential: not part of <see cref="ToString"/>.</summary>
    private readonly string? _headers;

    private TelemetrySettings(Uri endpoint, OtlpExportProtocol protocol, string? headers, string serviceName) =>
        (_endpoint, _protocol, _headers, ServiceName) = (endpoint, protocol, headers, serviceName);

    public string ServiceName { get; }

    public bool HasTraces { get; private init; }

    public bool HasMetrics { get; private init; }

    public bool HasLogs { get; private init; }

    /// <summary>Null where no endpoint is set, or OpenTelemetry is switched off.</summary>
    /// <exception cref="OptionsValidationException">A value is wrong.</exception>
    public static TelemetrySettings? Read(IConfiguration configuration)
    {
        if (Value(EndpointKey) is not { } address || bool.TryParse(Value(DisabledKey), out var isDisabled) && isDisabled)
        {
            return null;
        }

        var mistakes = new List<string>();
        if (!Uri.TryCreate(address, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https") || endpoint.UserInfo.Length > 0)
        {
            mistakes.Add($"{EndpointKey} must be an address such as http://localhost:4318, without a name or password.");
        }
        else if (Value(HeadersKey) is not null && endpoint.Scheme is "http" && !endpoint.IsLoopback)
        {
            mistakes.Add($"{EndpointKey} must be https, since {HeadersKey} is set and would be sent in the clear.");
        }

        var protocol = Value(ProtocolKey) switch
        {
            null or "http/protobuf" => OtlpExportProtocol.HttpProtobuf,
            "grpc" => OtlpExportProtocol.Grpc,
            _ => (OtlpExportProtocol?)null,
        };
        if (protocol is null)
        {
            mistakes.Add($"{ProtocolKey} must be http/protobuf or grpc.");
        }

        var (traces, metrics, logs) = (IsSent(TracesKey), IsSent(MetricsKey), IsSent(LogsKey));
        return mistakes.Count > 0
            ? throw new OptionsValidationException(nameof(TelemetrySettings), typeof(TelemetrySettings), mistakes)
            : new(endpoint!, protocol!.Value, Value(HeadersKey), Value(ServiceNameKey) ?? "nanoclaw")
            {
                HasTraces = traces,
                HasMetrics = metrics,
                HasLogs = logs,
            };

        bool IsSent(string key)
        {
            var word = Value(key) ?? "otlp";
            if (word is not ("otlp" or "none"))
            {
                mistakes.Add($"{key} must be otlp or none.");
            }

            return word is "otlp";
        }

        string? Value(string key) => configuration[key]?.Trim() is { Length: > 0 } value ? value : null;
    }

    /// <param name="exporter">What to set up.</param>
    /// <param name="signal">The path below the endpoint, for HTTP.</param>
    public void Apply(OtlpExporterOptions exporter, string signal)
    {
        exporter.Protocol = _protocol;
        exporter.Headers = _headers;
        exporter.TimeoutMilliseconds = (int)Patience.TotalMilliseconds;
        // An endpoint set in code is taken as it is.
        exporter.Endpoint = _protocol is OtlpExportProtocol.Grpc ? _endpoint : new Uri($"{_endpoint.ToString().TrimEnd('/')}/{signal}");
    }

    public override string ToString() => $"{nameof(TelemetrySettings)} {{ {_protocol} {_endpoint.Host} }}";
}
