using System.Net.Sockets;
using System.Security.Authentication;

namespace NanoClaw.Verification.Wire;

/// <summary>What a failure of the network means.</summary>
internal static class WireFailure
{
    public static WireOutcome Describe(Exception exception) =>
        exception switch
        {
            UntrustedCertificateException => WireOutcome.Without(
                WireEnd.Failed,
                "the certificate is not valid for this name, or nobody this machine trusts has signed it"
            ),
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } => WireOutcome.Without(WireEnd.NobodyListens, "nothing listens there"),
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => WireOutcome.Without(
                WireEnd.Failed,
                "the name leads nowhere"
            ),
            SocketException { SocketErrorCode: SocketError.ConnectionReset } => WireOutcome.Without(WireEnd.Closed, "the connection was reset"),
            AuthenticationException => WireOutcome.Without(WireEnd.TlsRefused, "TLS was refused"),
            HttpRequestException { HttpRequestError: HttpRequestError.VersionNegotiationError } => WireOutcome.Without(
                WireEnd.Failed,
                "HTTP/2 is not spoken there"
            ),
            { InnerException: { } inner } => Describe(inner),
            SocketException socket => WireOutcome.Without(WireEnd.Failed, $"not reachable ({socket.SocketErrorCode})"),
            IOException => WireOutcome.Without(WireEnd.Closed, "the connection was closed without an answer"),
            _ => WireOutcome.Without(WireEnd.Failed, $"the call failed ({exception.GetType().Name})"),
        };
}

/// <summary>The other end did not prove who it is.</summary>
internal sealed class UntrustedCertificateException : IOException
{
    public UntrustedCertificateException()
        : base("The certificate is not trusted.") { }

    public UntrustedCertificateException(string message)
        : base(message) { }

    public UntrustedCertificateException(string message, Exception innerException)
        : base(message, innerException) { }
}
