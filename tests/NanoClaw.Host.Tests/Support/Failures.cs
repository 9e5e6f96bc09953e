using System.Reflection;
using NanoClaw.Agents;

namespace NanoClaw.Host.Tests.Support;

/// <summary>The failures there are, as the library itself makes them.</summary>
internal static class Failures
{
    public static IReadOnlyList<string> Codes { get; } =
    [
        .. typeof(AgentErrorCodes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!),
    ];

    public static AgentException Of(string code, string message = "failed", TimeSpan? retryAfter = null) =>
        code switch
        {
            AgentErrorCodes.ConnectionFailed or AgentErrorCodes.TlsFailed or AgentErrorCodes.EngineUnavailable => new AgentUnavailableException(code, message),
            AgentErrorCodes.Timeout => new AgentTimeoutException(code, message),
            AgentErrorCodes.CredentialsInvalid => new AgentUnauthorizedException(code, message),
            AgentErrorCodes.Protocol or AgentErrorCodes.ResponseTooLarge => new AgentProtocolException(code, message),
            AgentErrorCodes.ContainerFailed or AgentErrorCodes.MountNotAllowed => new AgentRunFailedException(code, message),
            _ => AgentErrors.FromContract(new WireErrorBody(code, message, retryAfter?.TotalSeconds), new WireSafety([])),
        };
}
