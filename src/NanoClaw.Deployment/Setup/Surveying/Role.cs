using NanoClaw.Deployment.StackFiles;

namespace NanoClaw.Deployment.Setup.Surveying;

/// <summary>A zone's rules belong to one stack: what the files here say about whose they are.</summary>
/// <param name="Owner">The other stack here that owns the zone; null for none.</param>
/// <param name="Members">The hostnames of the other stacks here that are members of the zone.</param>
internal sealed record Role(string? Owner, IReadOnlyList<string> Members)
{
    public static Role Read(StackFolder folder, string stack, string zoneId)
    {
        string? owner = null;
        List<string> members = [];
        foreach (var other in folder.Names().Where(name => name != stack))
        {
            var file = folder.Read(other)!;
            if (file.Scalar("zoneId") != zoneId)
            {
                continue;
            }

            if (file.Scalar("zoneRules") == "owner")
            {
                owner ??= other;
            }
            else if (file.Scalar("hostname") is { } hostname)
            {
                members.Add(hostname);
            }
        }

        return new(owner, members);
    }
}
