namespace NanoClaw.LocalCloud.Edge.Declared;

/// <summary>The response a rule declares for those it blocks.</summary>
internal sealed record DeclaredResponse(int StatusCode, string ContentType, string Content);
