using NanoClaw.Deployment.Cloudflare;

namespace NanoClaw.Deployment.Setup.Surveying;

/// <summary>Where it is set up: what the token sees of it.</summary>
/// <param name="Token">The token.</param>
/// <param name="Account">The account.</param>
/// <param name="Zone">The zone.</param>
internal sealed record Place(TokenStatus Token, Account Account, Zone Zone);
