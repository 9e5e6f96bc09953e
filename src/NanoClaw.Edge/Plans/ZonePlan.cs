namespace NanoClaw.Edge.Plans;

/// <summary>The plan a Cloudflare zone is on; higher plans hold everything the lower ones do.</summary>
public enum ZonePlan
{
    Free,
    Pro,
    Business,
    Enterprise,
}
