using System.Globalization;

namespace NanoClaw.Host.Tests.Support;

/// <summary>What a collector understood: fields as opentelemetry-proto 1.x numbers them.</summary>
internal static class OtlpData
{
    public static IEnumerable<OtlpSpan> Spans(ProtoMessage request) =>
        Records(request).Select(found => new OtlpSpan(found.Record.Text(5), found.Record.Hex(1), found.Record.Hex(2), Attributes(found.Record, 9)));

    public static IEnumerable<OtlpLog> Logs(ProtoMessage request) =>
        Records(request)
            .Select(found => new OtlpLog(
                found.Scope,
                found.Record.Text(12),
                (int)found.Record.Number(2),
                found.Record.Messages(5).Select(ValueOf).FirstOrDefault(""),
                found.Record.Hex(9),
                Attributes(found.Record, 6)
            ));

    /// <summary>Metrics with the traces that their histograms' examples are from.</summary>
    public static IEnumerable<OtlpMetric> Metrics(ProtoMessage request) =>
        Records(request)
            .Select(found => new OtlpMetric(
                found.Record.Text(1),
                [
                    .. found
                        .Record.Messages(9)
                        .SelectMany(histogram => histogram.Messages(1))
                        .SelectMany(point => point.Messages(8))
                        .Select(example => example.Hex(5)),
                ]
            ));

    /// <summary>What the process says of itself.</summary>
    public static IReadOnlyDictionary<string, string> Resource(ProtoMessage request) => Attributes(request.Messages(1).First().Messages(1).First(), 1);

    private static IEnumerable<(string Scope, ProtoMessage Record)> Records(ProtoMessage request) =>
        from resource in request.Messages(1)
        from scope in resource.Messages(2)
        from record in scope.Messages(2)
        select (scope.Messages(1).Select(named => named.Text(1)).FirstOrDefault(""), record);

    private static Dictionary<string, string> Attributes(ProtoMessage message, int field) =>
        message.Messages(field).ToDictionary(pair => pair.Text(1), pair => pair.Messages(2).Select(ValueOf).FirstOrDefault(""), StringComparer.Ordinal);

    private static string ValueOf(ProtoMessage any) =>
        any.Has(1) ? any.Text(1)
        : any.Has(2)
            ? any.Number(2) != 0 ? "true"
                : "false"
        : any.Has(3) ? ((long)any.Number(3)).ToString(CultureInfo.InvariantCulture)
        : any.Has(4) ? BitConverter.UInt64BitsToDouble(any.Number(4)).ToString(CultureInfo.InvariantCulture)
        : "";
}

internal sealed record OtlpSpan(string Name, string TraceId, string SpanId, IReadOnlyDictionary<string, string> Attributes);

internal sealed record OtlpLog(string Scope, string Event, int Severity, string Body, string TraceId, IReadOnlyDictionary<string, string> Attributes);

internal sealed record OtlpMetric(string Name, IReadOnlyList<string> Traces);
