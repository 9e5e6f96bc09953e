namespace NanoClaw.Deployment.Permissions;

/// <summary>
/// A call that needs Edit and can change nothing: what it is about does not exist, or its content is refused by any check. Who may
/// not is answered 401 or 403; who may is told that there is no such thing, or that the content is wrong. There is no call that
/// lists a token's own permissions without one that lets it make tokens.
/// </summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path, with <c>{account}</c> and <c>{zone}</c>.</param>
/// <param name="Body">What is sent.</param>
public sealed record WriteProbe(HttpMethod Method, string Path, string Body);
