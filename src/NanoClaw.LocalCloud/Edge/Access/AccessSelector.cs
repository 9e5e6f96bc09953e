namespace NanoClaw.LocalCloud.Edge.Access;

/// <summary>One condition of a policy.</summary>
/// <param name="Kind">The input's name: <c>serviceToken</c>, <c>email</c>, ...</param>
/// <param name="Matches">Whether it holds for an identity.</param>
internal sealed record AccessSelector(string Kind, Func<AccessIdentity, bool> Matches);
