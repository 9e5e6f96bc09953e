namespace NanoClaw.Store.Tests;

public sealed class TaskAndGroupTests : StoreFixture
{
    private static ScheduledTask Task1 =>
        new()
        {
            Id = "t",
            GroupFolder = "family",
            ChatJid = Chat,
            Prompt = "water the plants",
            ScheduleType = ScheduleType.Interval,
            ScheduleValue = "60000",
            NextRun = At(60),
            CreatedAt = At(0),
            ContextMode = ContextMode.Group,
            Script = "echo",
        };

    private static RegisteredGroup Group =>
        new()
        {
            Jid = Chat,
            Name = "Family",
            Folder = "family",
            Trigger = "@Andy",
            AddedAt = At(0),
            RequiresTrigger = false,
        };

    [Fact]
    public async Task A_task_comes_back_as_it_was_stored_and_is_not_added_twice()
    {
        await using var store = Open();

        Assert.True(await store.Tasks.AddAsync(Task1, Token));
        Assert.False(await store.Tasks.AddAsync(Task1 with { Prompt = "other" }, Token));

        Assert.Equal(Task1, await store.Tasks.FindAsync("t", Token));
        Assert.Empty(await store.Tasks.ListAsync("other", Token));
    }

    [Fact]
    public async Task However_many_are_added_at_once_a_group_has_no_more_active_ones_than_it_may()
    {
        await using var store = Open();
        await store.Tasks.AddAsync(Task1 with { Id = "paused", Status = ScheduledTaskStatus.Paused }, Token);
        await store.Tasks.AddAsync(Task1 with { Id = "other", GroupFolder = "other" }, Token);

        var added = await Task.WhenAll(Enumerable.Range(0, 30).Select(async task => await store.Tasks.AddAsync(Task1 with { Id = $"t{task}" }, 5, Token)));

        Assert.Equal(5, added.Count(isAdded => isAdded));
        Assert.Equal(5, (await store.Tasks.ListAsync("family", Token)).Count(task => task.Status is ScheduledTaskStatus.Active));
        Assert.True(await store.Tasks.AddAsync(Task1 with { Id = "off", Status = ScheduledTaskStatus.Paused }, 5, Token));
        Assert.False(await store.Tasks.AddAsync(Task1 with { Id = "off" }, 50, Token));
    }

    [Fact]
    [Trait("v1", "scheduler")]
    public async Task Only_active_tasks_that_are_due_are_due()
    {
        await using var store = Open();
        await store.Tasks.AddAsync(Task1, Token);
        await store.Tasks.AddAsync(Task1 with { Id = "first", NextRun = At(1) }, Token);
        await store.Tasks.AddAsync(Task1 with { Id = "paused", Status = ScheduledTaskStatus.Paused }, Token);
        await store.Tasks.AddAsync(Task1 with { Id = "later", NextRun = At(61) }, Token);

        Assert.Equal(["first", "t"], (await store.Tasks.ListDueAsync(At(60), Token)).Select(task => task.Id));
    }

    [Fact]
    public async Task A_task_that_changed_since_it_was_read_is_not_replaced()
    {
        await using var store = Open();
        await store.Tasks.AddAsync(Task1, Token);
        await store.Tasks.RecordRunAsync(new("t", At(60), TimeSpan.Zero, "success", null, null), "Completed", At(120), Token);

        Assert.False(await store.Tasks.ReplaceAsync(Task1, Task1 with { Status = ScheduledTaskStatus.Paused }, Token));
        var now = await store.Tasks.FindAsync("t", Token);
        Assert.Equal((ScheduledTaskStatus.Active, At(120)), (now!.Status, now.NextRun));
        Assert.True(await store.Tasks.ReplaceAsync(now, now with { Status = ScheduledTaskStatus.Paused }, Token));
        Assert.Equal(At(120), (await store.Tasks.FindAsync("t", Token))!.NextRun);
        Assert.False(await store.Tasks.ReplaceAsync(now with { Id = "gone" }, now with { Id = "gone" }, Token));
    }

    [Fact]
    [Trait("v1", "scheduler")]
    public async Task A_run_without_a_next_one_completes_the_task()
    {
        await using var store = Open();
        await store.Tasks.AddAsync(Task1, Token);

        await store.Tasks.RecordRunAsync(new("t", At(60), TimeSpan.FromSeconds(2), "success", "done", null), "done", At(120), Token);
        Assert.Equal((ScheduledTaskStatus.Active, At(120)), await StateAsync());
        await store.Tasks.RecordRunAsync(new("t", At(120), TimeSpan.Zero, "error", null, "no"), "Error: no", null, Token);

        Assert.Equal((ScheduledTaskStatus.Completed, (DateTimeOffset?)null), await StateAsync());
        Assert.Equal(["error", "success"], (await store.Tasks.ListRunsAsync("t", 10, Token)).Select(run => run.Status));

        async Task<(ScheduledTaskStatus, DateTimeOffset?)> StateAsync()
        {
            var task = await store.Tasks.FindAsync("t", Token);
            return (task!.Status, task.NextRun);
        }
    }

    [Fact]
    public async Task A_task_is_removed_with_its_log_and_a_run_that_ends_after_that_is_no_error()
    {
        await using var store = Open();
        await store.Tasks.AddAsync(Task1, Token);
        await store.Tasks.RecordRunAsync(new("t", At(60), TimeSpan.Zero, "success", null, null), "Completed", At(120), Token);

        Assert.True(await store.Tasks.RemoveAsync("t", Token));
        await store.Tasks.RecordRunAsync(new("t", At(61), TimeSpan.Zero, "success", null, null), "Completed", At(121), Token);

        Assert.False(await store.Tasks.RemoveAsync("t", Token));
        Assert.Empty(await store.Tasks.ListRunsAsync("t", 10, Token));
    }

    [Fact]
    public async Task A_group_is_replaced_by_its_jid_and_never_pushes_out_another_by_its_folder()
    {
        await using var store = Open();
        await store.Groups.PutAsync(Group, Token);
        await store.Groups.PutAsync(Group with { Name = "We", Fetch = "off" }, Token);

        var exception = await Assert.ThrowsAsync<StoreException>(async () => await store.Groups.PutAsync(Group with { Jid = "other@g.us" }, Token));

        Assert.Equal(StoreFailure.Conflict, exception.Failure);
        Assert.Equal(Group with { Name = "We", Fetch = "off" }, await store.Groups.FindAsync(Chat, Token));
        Assert.True(await store.Groups.RemoveAsync(Chat, Token));
        Assert.Empty(await store.Groups.ListAsync(Token));
    }

    [Fact]
    public async Task Sessions_and_state_are_kept_by_key_and_the_cursors_keys_are_refused()
    {
        await using var store = Open();
        await store.Sessions.SetAsync("family", "s1", Token);
        await store.Sessions.SetAsync("family", "s2", Token);
        await store.State.SetAsync("k", "v", Token);

        Assert.Equal("s2", await store.Sessions.FindAsync("family", Token));
        Assert.True(await store.Sessions.RemoveAsync("family", Token));
        Assert.Null(await store.Sessions.FindAsync("family", Token));
        Assert.Equal("v", await store.State.FindAsync("k", Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.State.SetAsync("last_timestamp", "v", Token));
    }
}
