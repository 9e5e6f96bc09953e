using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace NanoClaw.Infra.Settings;

/// <summary>Reads the Worker's own limits.</summary>
internal static class WorkerLimitsParser
{
    // A turn waits far more than it computes; what takes longer than this is a fault, and CPU is billed.
    private const int DefaultCpuMs = 5_000;

    public static WorkerLimitSettings Read(SettingsReader reader, bool workersPaid, string workerName, string hostname)
    {
        var perDay = reader.Integer(SettingKeys.RunsPerDay, 1, 1_000_000, "runs");
        var perMonth = reader.Integer(SettingKeys.RunsPerMonth, 1, 10_000_000, "runs");
        if (perDay > perMonth)
        {
            reader.Refuse(
                SettingKeys.RunsPerDay,
                $"a day may not have more runs than the month ({SettingKeys.RunsPerMonth} is {perMonth})",
                $"Lower it, or raise {SettingKeys.RunsPerMonth}"
            );
        }

        // Workers Free has a fixed 10 ms and refuses an upload that names a limit: https://developers.cloudflare.com/workers/platform/limits/#cpu-time
        var cpuMs = reader.Integer(SettingKeys.CpuMs, 0, 300_000, "milliseconds");
        if (cpuMs > 0 && !workersPaid)
        {
            reader.Refuse(
                SettingKeys.CpuMs,
                $"a CPU limit of one's own needs Workers Paid, and {SettingKeys.WorkersPlan} is free",
                $"Set it to 0, or {SettingKeys.WorkersPlan} to paid"
            );
        }

        var counters = reader.Integer(SettingKeys.RateLimitNamespace, 0, 2_000_000_000, "a namespace");
        return new()
        {
            TokenRateLimit = reader.Integer(SettingKeys.TokenRateLimit, 1, 100_000, "requests"),
            IpRateLimit = reader.Integer(SettingKeys.IpRateLimit, 1, 100_000, "requests"),
            RateLimitPeriod = reader.Choice(SettingKeys.RateLimitPeriod, 60, ("10", 10), ("60", 60)),
            RateLimitNamespace = counters > 0 ? counters : NamespaceOf($"{workerName}@{hostname}"),
            RunsPerDay = perDay,
            RunsPerMonth = perMonth,
            MaxSteps = reader.Integer(SettingKeys.MaxSteps, 1, 100, "model calls"),
            MaxTurnSeconds = reader.Integer(SettingKeys.MaxTurnSeconds, 10, 840, "seconds"),
            MaxOutputTokens = reader.Integer(SettingKeys.MaxOutputTokens, 256, 65_536, "tokens"),
            MaxInputTokens = reader.Integer(SettingKeys.MaxInputTokens, 10_000, 10_000_000, "tokens"),
            MaxSentMessages = reader.Integer(SettingKeys.MaxSentMessages, 1, 100, "messages"),
            MaxWebReads = reader.Integer(SettingKeys.MaxWebReads, 1, 100, "pages"),
            HistoryTokens = reader.Integer(SettingKeys.HistoryTokens, 1_000, 200_000, "tokens"),
            RunRetentionHours = reader.Integer(SettingKeys.RunRetentionHours, 1, 720, "hours"),
            SessionRetentionDays = reader.Integer(SettingKeys.SessionRetentionDays, 1, 3_650, "days"),
            CpuMs =
                cpuMs > 0 ? cpuMs
                : workersPaid ? DefaultCpuMs
                : null,
        };
    }

    // Any number that no other environment of the account has; even, because the counter by address takes the next one.
    private static int NamespaceOf(string identity) =>
        (int)(100_000 + (BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(identity))) % 900_000_000 * 2));
}
