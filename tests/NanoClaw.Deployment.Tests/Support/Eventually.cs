namespace NanoClaw.Deployment.Tests;

/// <summary>Waits for a state, with a generous bound.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(120));
        while (!isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }
}
