using NanoClaw.Agents;
using NanoClaw.Home.Asking;

namespace NanoClaw.EndToEnd.Tests.Rotating;

/// <summary>Clients that call all the while, with the credentials that a file has at the time. A call that fails ends the test.</summary>
internal sealed class Callers : IAsyncDisposable
{
    private readonly CancellationTokenSource enough = new();
    private readonly AgentConnection connection;
    private readonly Task[] calling;
    private int answered;

    public Callers(string envFile, int count)
    {
        connection = AgentConnection.OpenFile(envFile);
        calling = [.. Enumerable.Range(0, count).Select(caller => Task.Run(() => CallAsync(caller)))];
    }

    /// <summary>Calls that were answered so far.</summary>
    public int Answered => Volatile.Read(ref answered);

    /// <summary>Waits for more calls to be answered.</summary>
    public async Task AnswerAsync(int more)
    {
        var target = Answered + more;
        while (Answered < target)
        {
            if (calling.FirstOrDefault(call => call.IsFaulted) is { } lost)
            {
                await lost;
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Ends them, each after its call, and fails where one was lost.</summary>
    public async Task EndAsync()
    {
        await enough.CancelAsync();
        await Task.WhenAll(calling);
    }

    public async ValueTask DisposeAsync()
    {
        await enough.CancelAsync();
        await Task.WhenAll(calling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await connection.DisposeAsync();
        enough.Dispose();
    }

    private async Task CallAsync(int caller)
    {
        while (!enough.IsCancellationRequested)
        {
            var isAnswered = false;
            await connection.Runtime.RunAsync(
                new AgentRequest { Prompt = "Hello", GroupFolder = $"group{caller}", ChatJid = $"chat{caller}", IsMain = false },
                (output, _) =>
                {
                    isAnswered |= output.Result is not null;
                    return Task.CompletedTask;
                },
                cancellationToken: TestContext.Current.CancellationToken);
            Assert.True(isAnswered, "A call came back without an answer.");
            Interlocked.Increment(ref answered);
        }
    }
}
