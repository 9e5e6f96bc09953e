namespace NanoClaw.LocalCloud.Edge;

/// <summary>The declared resources cannot be enforced on this machine. Every reason is in the message, so that all can be mended at once.</summary>
public sealed class LocalEdgeException(IReadOnlyList<string> problems)
    : Exception("This machine cannot do what the stack asks of Cloudflare:\n" + string.Join('\n', problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
