using NanoClaw.Store.Sqlite;

namespace NanoClaw.Store.Tests;

/// <summary>Who only looks changes nothing.</summary>
public sealed class LookingTests : StoreFixture
{
    [Fact]
    public async Task A_store_that_is_looked_at_gives_what_is_in_it_and_takes_nothing()
    {
        await using (var writing = Open())
        {
            await writing.Messages.AddAsync(Message("a"), Token);
        }

        await using var store = Look();

        Assert.Equal(["a"], await IdsSinceAsync(store));
        var refused = await Assert.ThrowsAsync<StoreException>(async () => await store.Messages.AddAsync(Message("b"), Token));
        Assert.Equal(StoreFailure.NotAccessible, refused.Failure);
    }

    [Fact]
    public async Task A_store_can_be_looked_at_beside_the_process_that_holds_it()
    {
        await using var holder = Open();
        await using var store = Look();

        await holder.Messages.AddAsync(Message("a"), Token);

        Assert.Equal(["a"], await IdsSinceAsync(store));
    }

    [Theory]
    [InlineData(0, StoreFailure.Other)]
    [InlineData(2, StoreFailure.NewerSchema)]
    public async Task Another_schema_is_refused_and_left_as_it_is(int version, StoreFailure failure)
    {
        V1Database.Create(DatabasePath, "1.0");
        V1Database.Execute(DatabasePath, $"PRAGMA user_version = {version}");
        var before = await File.ReadAllBytesAsync(DatabasePath, Token);

        Assert.Equal(failure, Assert.Throws<StoreException>(() => Look()).Failure);

        using (var inspection = StoreInspection.Open(DatabasePath))
        {
            Assert.Equal(version, inspection.SchemaVersion);
            Assert.Null(inspection.FindDamage(Token));
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(DatabasePath, Token));
    }

    [Fact]
    public void What_is_not_there_is_not_made()
    {
        Assert.Equal(StoreFailure.NotAccessible, Assert.Throws<StoreException>(() => Look()).Failure);
        Assert.Equal(StoreFailure.NotAccessible, Assert.Throws<StoreException>(() => StoreInspection.Open(DatabasePath)).Failure);
        Assert.False(File.Exists(DatabasePath));
    }

    [Fact]
    public async Task Damage_is_found()
    {
        await using (Open()) { }

        var bytes = await File.ReadAllBytesAsync(DatabasePath, Token);
        Array.Clear(bytes, 4096, 8192);
        await File.WriteAllBytesAsync(DatabasePath, bytes, Token);
        using var inspection = StoreInspection.Open(DatabasePath);

        Assert.NotNull(inspection.FindDamage(Token));
    }

    [Fact]
    public async Task A_store_that_is_made_is_its_users_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        var path = Path.Combine(Path.GetDirectoryName(DatabasePath)!, "new", "messages.db");
        await using var store = Open(options => options with { Path = path });

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
        }
    }

    private SqliteStore Look() => Open(options => options with { ReadOnly = true });
}
