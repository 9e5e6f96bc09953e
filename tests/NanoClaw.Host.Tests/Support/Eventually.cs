namespace NanoClaw.Host.Tests.Support;

/// <summary>Waits for a condition, not for a time; the time is only when to give up.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition, int seconds = 120)
    {
        var until = Environment.TickCount64 + (seconds * 1000L);
        while (!condition())
        {
            Assert.True(Environment.TickCount64 < until, "The condition did not come true.");
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
