namespace NanoClaw.Deployment.Cloudflare;

/// <summary>One reason of a refusal, as Cloudflare words it.</summary>
/// <param name="Code">Its number; 0 where the answer has none, as the rulesets' refusals.</param>
/// <param name="Message">What it says.</param>
public sealed record ApiError(int Code, string Message)
{
    public override string ToString() => Code == 0 ? Message : $"{Message} [{Code}]";
}
