using System.Collections.Concurrent;
using NanoClaw.Edge.Requests;
using NanoClaw.LocalCloud.Edge.Declared;

namespace NanoClaw.LocalCloud.Edge.RateLimiting;

/// <summary>
/// Counts requests by rule and characteristics. A window starts with its first request; the request after the limit starts the mitigation.
/// Counters outlive a change of the declared rules: nobody gets a fresh allowance by a rotation.
/// </summary>
internal sealed class RateLimiter(TimeProvider time)
{
    /// <summary>Counters kept at most; above it those whose time has passed are dropped, and no others.</summary>
    private const int MaxCounters = 65_536;

    private readonly ConcurrentDictionary<(string Reference, string Key), Counter> _counters = new();

    /// <summary>Counts the request under every rule, and gives the first rule that is against it.</summary>
    public RateLimitVerdict? Judge(IReadOnlyList<RateLimitRule> rules, RuleRequest request)
    {
        RateLimitVerdict? verdict = null;
        foreach (var rule in rules)
        {
            var concerned = rule.Expression.IsMatch(request);
            var counted = ReferenceEquals(rule.Counting, rule.Expression) ? concerned : rule.Counting.IsMatch(request);
            if (!concerned && !counted)
            {
                continue;
            }

            var remaining = Count(rule, rule.Key(request), counted);
            if (verdict is null && concerned && remaining > TimeSpan.Zero && rule.Action is not RuleAction.Log)
            {
                verdict = new RateLimitVerdict(rule, remaining);
                break;
            }
        }

        return verdict;
    }

    public void Clear() => _counters.Clear();

    // What is left of the mitigation; zero where there is none.
    private TimeSpan Count(RateLimitRule rule, string key, bool counted)
    {
        var now = time.GetUtcNow();
        var counter = _counters.GetOrAdd((rule.Reference, key), static _ => new Counter());
        lock (counter)
        {
            if (now >= counter.WindowEnd && now >= counter.MitigatedUntil)
            {
                counter.Requests = 0;
                counter.WindowEnd = now + rule.Period;
                counter.MitigatedUntil = default;
            }

            if (counted && now >= counter.MitigatedUntil && ++counter.Requests > rule.Requests)
            {
                counter.MitigatedUntil = rule.MitigationTimeout > TimeSpan.Zero ? now + rule.MitigationTimeout : counter.WindowEnd;
                counter.WindowEnd = counter.MitigatedUntil;
            }

            DropPassed(now);
            return counter.MitigatedUntil - now;
        }
    }

    private void DropPassed(DateTimeOffset now)
    {
        if (_counters.Count <= MaxCounters)
        {
            return;
        }

        foreach (var (key, counter) in _counters)
        {
            if (now >= counter.WindowEnd)
            {
                _counters.TryRemove(new(key, counter));
            }
        }
    }

    private sealed class Counter
    {
        public int Requests { get; set; }

        public DateTimeOffset WindowEnd { get; set; }

        public DateTimeOffset MitigatedUntil { get; set; }
    }
}
