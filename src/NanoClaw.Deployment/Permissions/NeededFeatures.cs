namespace NanoClaw.Deployment.Permissions;

/// <summary>What of the program a stack uses, as far as the API token's permissions depend on it.</summary>
/// <param name="OwnsZone">Whether it declares the zone's rules and settings.</param>
/// <param name="Alerts">Whether somebody is mailed.</param>
/// <param name="D1">Whether it has a database.</param>
/// <param name="R2">Whether it has a bucket.</param>
/// <param name="AiGateway">Whether the model is called through a gateway.</param>
public sealed record NeededFeatures(bool OwnsZone, bool Alerts, bool D1, bool R2, bool AiGateway);
