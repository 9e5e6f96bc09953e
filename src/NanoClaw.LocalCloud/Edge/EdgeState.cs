using NanoClaw.LocalCloud.Edge.Declared;

namespace NanoClaw.LocalCloud.Edge;

/// <summary>What a request is judged by, from its first step to its last.</summary>
internal sealed record EdgeState(DeclaredEdge Declared, IReadOnlyDictionary<string, Uri> Workers);
