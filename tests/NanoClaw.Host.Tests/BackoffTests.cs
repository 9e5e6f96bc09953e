namespace NanoClaw.Host.Tests;

public sealed class BackoffTests
{
    [Fact]
    public void Each_wait_is_twice_the_one_before_up_to_the_bound_and_the_first_again_once_it_worked()
    {
        var backoff = new Backoff();
        var waits = new List<double>();
        for (var failure = 0; failure < 8; failure++)
        {
            waits.Add(backoff.Wait.TotalSeconds);
            backoff.Failed();
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], waits);
        backoff.Worked();
        Assert.Equal(TimeSpan.FromSeconds(1), backoff.Wait);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(int.MaxValue, 43_200)]
    public void After_any_number_of_failures_it_stays_within_its_bounds(int failures, double seconds) =>
        Assert.Equal(seconds, Backoff.After(failures, TimeSpan.FromSeconds(5), TimeSpan.FromHours(12)).TotalSeconds);
}
