using NanoClaw.Agents;
using NanoClaw.Home.Asking;

namespace NanoClaw.EndToEnd.Tests.Rotating;

/// <summary>Clients that call all the while, with the credentials that a file has at the time. A call that fails ends the test.</summary>
internal sealed class Callers : IAsyncDisposable
{
    private readonly CancellationTokenSource _enough = new();
    private readonly AgentConnection _connection;
    private readonly Task[] _calling;
    private int _answered;

    public Callers(string envFile, int count)
    {
        _connection = AgentConnection.OpenFile(envFile);
        _calling = [.. Enumerable.Range(0, count).Select(caller => Task.Run(() => CallAsync(caller)))];
    }

    /// <summary>Calls that were answered so far.</summary>
    public int Answered => Volatile.Read(ref _answered);

    /// <summary>Waits for more calls to be answered.</summary>
    public async Task AnswerAsync(int more)
    {
        var target = Answered + more;
        while (Answered < target)
        {
            if (_calling.FirstOrDefault(call => call.IsFaulted) is { } lost)
            {
                await lost;
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Ends them, each after its call, and fails where one was lost.</summary>
    public async Task EndAsync()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_calling);
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_calling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _connection.DisposeAsync();
        _enough.Dispose();
    }

    private async Task CallAsync(int caller)
    {
        while (!_enough.IsCancellationRequested)
        {
            var isAnswered = false;
            await _connection.Runtime.RunAsync(
                new AgentRequest
                {
                    Prompt = "Hello",
                    GroupFolder = $"group{caller}",
                    ChatJid = $"chat{caller}",
                    IsMain = false,
                },
                (output, _) =>
                {
                    isAnswered |= output.Result is not null;
                    return Task.CompletedTask;
                },
                cancellationToken: TestContext.Current.CancellationToken
            );
            Assert.True(isAnswered, "A call came back without an answer.");
            Interlocked.Increment(ref _answered);
        }
    }
}
