namespace NanoClaw.Host.Bench;

/// <summary>Milliseconds.</summary>
internal sealed record Latencies(double P50, double P95, double P99)
{
    public static Latencies Of(IEnumerable<double> times)
    {
        var sorted = times.Order().ToArray();
        return new(At(0.5), At(0.95), At(0.99));

        double At(double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
    }

    public static double Median(IEnumerable<double> values) => Of(values).P50;
}
