using NanoClaw.Host.Tests.Support;

namespace NanoClaw.Host.Tests;

/// <summary>What a group has of its own: its folder, its memory, what it may read.</summary>
public sealed class GroupBelongingsTests
{
    [Fact]
    [Trait("v1", "memory")]
    public async Task The_groups_memory_and_the_global_one_travel_and_main_has_its_own_alone()
    {
        await using var world = await World.CreateAsync();
        foreach (var (folder, text) in new[] { ("global", "all"), ("family", "ours"), ("main", "mine") })
        {
            Directory.CreateDirectory(Path.Combine(world.Options.GroupsFolder, folder));
            await File.WriteAllTextAsync(Path.Combine(world.Options.GroupsFolder, folder, "CLAUDE.md"), text, TestContext.Current.CancellationToken);
        }

        await world.SayAsync(World.Family);
        await world.SettleAsync();
        await world.SayAsync(World.Main);
        await world.SettleAsync();

        Assert.Equal(["all\n\nours", "mine"], world.Worker.Executed.Select(request => request.Metadata!.Memory));
    }

    [Fact]
    public async Task A_memory_that_is_none_holds_up_no_message_and_takes_no_memory()
    {
        await using var world = await World.CreateAsync();
        var folder = Directory.CreateDirectory(Path.Combine(world.Options.GroupsFolder, "family")).FullName;
        var memory = Path.Combine(folder, "CLAUDE.md");
        await using (var huge = File.Create(memory))
        {
            // Of its three gigabytes none is on the disk.
            huge.SetLength(3L << 30);
        }

        var before = GC.GetTotalAllocatedBytes(precise: true);
        await world.SayAsync(World.Family);
        await world.SettleAsync();
        Assert.Contains("CLAUDE.md of family was left out", Assert.Single(world.Worker.Executed).Metadata!.Memory, StringComparison.Ordinal);
        Assert.Contains("larger than 4 MiB", world.Log.All, StringComparison.Ordinal);
        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - before < 200_000_000);

        if (!OperatingSystem.IsWindows())
        {
            File.Delete(memory);
            using (var made = System.Diagnostics.Process.Start("mkfifo", memory))
            {
                await made.WaitForExitAsync(TestContext.Current.CancellationToken);
            }

            await world.SayAsync(World.Family);
            await world.SettleAsync();
            Assert.Null(world.Worker.Executed.Last().Metadata!.Memory);
            Assert.Equal(2, world.Channel.TextsTo(World.Family).Count());
        }
    }

    [Theory]
    [InlineData("open")]
    [InlineData("off")]
    [InlineData(null)]
    public async Task What_a_group_may_read_travels_with_its_requests(string? fetch)
    {
        await using var world = await World.CreateAsync();
        await world.Store.Groups.PutAsync((await world.Store.Groups.FindAsync(World.Family))! with { Fetch = fetch });

        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.Equal(fetch, Assert.Single(world.Worker.Executed).Metadata!.Fetch);
    }

    [Fact]
    public async Task A_setting_that_is_none_closes_the_way_to_the_web_and_refuses_no_message()
    {
        await using var world = await World.CreateAsync();
        await world.Store.Groups.PutAsync((await world.Store.Groups.FindAsync(World.Family))! with { Fetch = "everything" });

        await world.SayAsync(World.Family);
        await world.SettleAsync();

        Assert.Equal("off", Assert.Single(world.Worker.Executed).Metadata!.Fetch);
    }

    [Fact]
    public async Task The_groups_folder_is_its_owners_alone_from_the_start_on()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        await using var world = await World.CreateAsync();
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        GroupFolders.Make(world.Options.GroupsFolder, "family");
        Assert.Equal(owner, File.GetUnixFileMode(world.Options.GroupsFolder));

        File.SetUnixFileMode(world.Options.GroupsFolder, owner | UnixFileMode.OtherRead | UnixFileMode.GroupExecute);
        await world.RestartAsync();
        Assert.Equal(owner, File.GetUnixFileMode(world.Options.GroupsFolder));
    }
}
