namespace NanoClaw.Deployment.Tests;

/// <summary>One call of the stand-in for the Pulumi CLI.</summary>
/// <param name="Step">Its command, such as <c>config set</c>.</param>
/// <param name="Arguments">Everything after <c>pulumi</c>.</param>
/// <param name="Input">What it read.</param>
public sealed record PulumiCall(string Step, IReadOnlyList<string> Arguments, string Input);
