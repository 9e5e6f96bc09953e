using NanoClaw.Cli.Running;

namespace NanoClaw.Cli.Tests.Running;

public sealed class TerminationSignalsTests
{
    [Fact]
    public void The_first_asks_to_finish_and_the_second_leaves_at_once()
    {
        var codes = new List<int>();
        var told = 0;
        using var signals = new TerminationSignals(() => told++, codes.Add, CancellationToken.None);

        signals.Receive(130);
        Assert.True(signals.Token.IsCancellationRequested);
        Assert.Empty(codes);
        signals.Receive(143);

        Assert.Equal([143], codes);
        Assert.Equal(1, told);
    }

    [Fact]
    public void A_caller_that_cancels_asks_for_the_same()
    {
        using var caller = new CancellationTokenSource();
        using var signals = new TerminationSignals(() => { }, _ => { }, caller.Token);
        caller.Cancel();
        Assert.True(signals.Token.IsCancellationRequested);
    }
}
