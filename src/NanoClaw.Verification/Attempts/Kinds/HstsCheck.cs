using System.Globalization;
using NanoClaw.Verification.Wire;

namespace NanoClaw.Verification.Attempts;

/// <summary>Whether an answer tells browsers never to come by plain HTTP.</summary>
internal sealed class HstsCheck : Check
{
    private const string MaxAge = "max-age=";

    public bool OverHttp2 { get; init; }

    internal override async Task<Finding> TryAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var outcome = await context.Wire.SendAsync(context.Get(Requests.HealthPath).RightService(context) with { OverHttp2 = OverHttp2 }, cancellationToken);
        if (outcome.End != WireEnd.Answered)
        {
            return Finding.Inconclusive(outcome.Detail);
        }

        return outcome.Answers[0].Header("strict-transport-security") is { } value ? Of(value) : Finding.Broken("the answer has no Strict-Transport-Security");
    }

    private static Finding Of(string value)
    {
        var age = value.Split(';').Select(part => part.Trim()).FirstOrDefault(part => part.StartsWith(MaxAge, StringComparison.OrdinalIgnoreCase));
        return long.TryParse(age?[MaxAge.Length..].Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? Finding.Kept($"max-age {seconds} s")
            : Finding.Broken("Strict-Transport-Security has no max-age above 0");
    }
}
