namespace NanoClaw.Deployment.Pulumi;

/// <summary>How a call of the Pulumi CLI ended. Its text form shows nothing of the output, which may hold secrets.</summary>
internal sealed record PulumiResult(int Code, string Output, string Error)
{
    public override string ToString() => $"exit code {Code}";
}
