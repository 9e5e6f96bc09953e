using System.Net;
using NanoClaw.Edge.Requests;

namespace NanoClaw.Edge.Tests.Language;

/// <summary>The request that the tables of expressions are evaluated against.</summary>
internal static class SampleRequest
{
    public static RuleRequest Create() =>
        new()
        {
            Method = "POST",
            Host = "agent.example.com",
            RawPath = "/v1/agent/run.HTML",
            Query = "filter=waf&filter=botm&filter=cdn&q=a%20b",
            Version = "HTTP/2",
            TlsVersion = "TLSv1.3",
            ClientAddress = IPAddress.Parse("192.0.2.7"),
            Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(1_484_063_137_857),
            Country = "FR",
            AsNumber = 64500,
            RayId = "230b030023ae2822",
            Headers =
            [
                new("Content-Type", "application/json"),
                new("Accept", "text/event-stream"),
                new("X-List", "one"),
                new("X-List", "two"),
                new("Cookie", "app=test; other=1; app=again"),
                new("User-Agent", "NanoClaw/1.0 (\"x\")"),
                new("X-Encoded", "MTIzYWJj"),
            ],
        };
}
