using System.Net.Sockets;
using System.Security.Authentication;

namespace NanoClaw.Agents;

/// <summary>
/// Tells what a failed connection means. The cause itself is not handed on: .NET quotes a malformed answer's lines in
/// its exceptions, and such a line may hold what was sent.
/// </summary>
internal static class ConnectionFailure
{
    public static Refusal Describe(Exception exception, Uri uri)
    {
        if (Find<AuthenticationException>(exception) is not null)
        {
            return new Refusal(
                new AgentUnavailableException(
                    AgentErrorCodes.TlsFailed,
                    $"The certificate of {uri.Authority} is not trusted, or TLS 1.2 or later could not be agreed on. Check {AgentConfigurationKeys.Endpoint}; for a local cloud set {AgentConfigurationKeys.CaFile} to its authority's PEM file."
                ),
                MayRetry: false
            );
        }

        var reason = Find<SocketException>(exception) is { } socket
            ? socket.SocketErrorCode.ToString()
            : (exception as HttpRequestException)?.HttpRequestError.ToString() ?? exception.GetType().Name;
        return new Refusal(
            new AgentUnavailableException(
                AgentErrorCodes.ConnectionFailed,
                $"{uri.Authority} could not be reached ({reason}). Check {AgentConfigurationKeys.Endpoint} and the network; for a local cloud run: nanoclaw dev."
            ),
            MayRetry: true
        );
    }

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found)
            {
                return found;
            }
        }

        return null;
    }
}
