namespace NanoClaw.Host.Tests;

public sealed class TimeZoneNameTests
{
    [Theory]
    [InlineData("Europe/Paris", "Europe/Paris")]
    [InlineData("UTC", "UTC")]
    [InlineData("Etc/GMT+5", "Etc/GMT+5")]
    [InlineData(":Europe/Paris", "Europe/Paris")]
    [InlineData("posix/Europe/Paris", "Europe/Paris")]
    [InlineData("right/UTC", "UTC")]
    [InlineData("/usr/share/zoneinfo/Europe/Paris", "Europe/Paris")]
    [InlineData("/usr/share/zoneinfo/posix/Europe/Paris", "Europe/Paris")]
    [InlineData("Mars/Olympus", null)]
    [InlineData("posixrules", null)]
    [InlineData("Factory", null)]
    [InlineData("../../etc/passwd", null)]
    [InlineData("+01:00", null)]
    [InlineData("", null)]
    public void A_zone_is_known_by_a_name_that_the_agent_knows_too(string name, string? resolved) => Assert.Equal(resolved, TimeZoneName.Resolve(name));

    [Fact]
    public void The_machines_own_zone_is_known_by_its_name()
    {
        // Where it is a copy and no link, nothing tells its name, and the start is refused.
        var isLink = new FileInfo("/etc/localtime").LinkTarget is not null;

        Assert.Equal(isLink, TimeZoneName.Resolve("localtime") is not null);
    }

    [Fact]
    public void What_has_no_such_name_is_refused_at_the_start() =>
        Assert.Contains("not to the agent", Assert.Single(HostOptionsRules.FindMistakes(new HostOptions { TimeZone = "Factory" })), StringComparison.Ordinal);

    /// <summary>Every file of the machine's zones, as the Worker's JavaScript would be asked for it.</summary>
    [Fact]
    public void No_file_of_this_machine_becomes_a_name_that_is_none()
    {
        const string Folder = "/usr/share/zoneinfo";
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path)))
        {
            if (TimeZoneName.Resolve(file) is { } name)
            {
                Assert.DoesNotContain("posix", name, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("right/", name, StringComparison.Ordinal);
                Assert.DoesNotContain("localtime", name, StringComparison.Ordinal);
            }
        }
    }
}
