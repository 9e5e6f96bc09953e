using NanoClaw.Store;

namespace NanoClaw.Cli.Tests.Administration;

/// <summary>A store with some of everything that the status tells.</summary>
public abstract class StatusFixture : AdministrationFixture
{
    /// <summary>Three groups with what each can have: messages, runs, texts to send, tasks, errors.</summary>
    protected async Task FillAsync() =>
        await StoreAsync(async store =>
        {
            await store.Groups.PutAsync(Group("family"), Token);
            await store.Groups.PutAsync(Group("work"), Token);
            await store.Groups.PutAsync(Group("main", isMain: true), Token);
            foreach (var folder in new[] { "family", "work", "main" })
            {
                var jid = $"{folder}@g.us";
                await store.Chats.UpsertAsync(new Chat { Jid = jid, LastMessageAt = Start }, Token);
                var call = folder == "work" ? "@andy help" : "talk";
                await store.Messages.AddAsync([Message("a", jid), Message("b", jid) with { Content = call }], Token);
            }

            await store.Runs.BeginAsync(Run("r-old", "family", -2), Token);
            await store.Runs.EndAsync(
                "r-old",
                new RunOutcome
                {
                    Status = RunStatus.Succeeded,
                    EndedAt = Start,
                    Usage = new(1500, 25, 1, TimeSpan.FromSeconds(3), "m"),
                },
                Token
            );
            await store.Runs.BeginAsync(Run("r-failed", "main", -3), Token);
            await store.Runs.EndAsync(
                "r-failed",
                new RunOutcome
                {
                    Status = RunStatus.Failed,
                    EndedAt = Start.AddMinutes(-179),
                    ErrorCode = "model_unavailable",
                },
                Token
            );
            await store.Runs.BeginAsync(Run("r-now", "family", -2.0 / 60) with { Attempt = 2 }, Token);

            await store.Outbox.AddAsync(
                [
                    new OutgoingMessage
                    {
                        DeliveryId = "d1",
                        ChatJid = "family@g.us",
                        Text = "x",
                        CreatedAt = Start.AddHours(-1),
                    },
                    new OutgoingMessage
                    {
                        DeliveryId = "d2",
                        ChatJid = "tg:9",
                        Text = "x",
                        CreatedAt = Start,
                    },
                ],
                Token
            );
            await store.Outbox.AttemptAsync("d1", Token);
            await store.Outbox.RefuseAsync("d2", "bot was blocked", Start.AddMinutes(-30), Token);

            await store.Tasks.AddAsync(Task1("task-5") with { LastRun = Start.AddHours(-2), LastResult = "Error: no route" }, Token);
            await store.Tasks.AddAsync(Task1("task-now") with { NextRun = Start }, Token);
            await store.Tasks.AddAsync(Task1("task-paused") with { Status = ScheduledTaskStatus.Paused }, Token);
        });

    protected static AgentRun Run(string id, string folder, double hours) =>
        new()
        {
            RunId = id,
            GroupFolder = folder,
            ChatJid = $"{folder}@g.us",
            StartedAt = Start.AddHours(hours),
        };
}
