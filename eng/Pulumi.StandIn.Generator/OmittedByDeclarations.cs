using Pulumi.StandIn.Generator.Declarations;

namespace Pulumi.StandIn.Generator;

/// <summary>
/// What the C# packages know and the npm declarations leave out, for the resources this repository uses. Checked against the
/// C# packages of the pinned versions; look again when those change.
/// </summary>
internal static class OmittedByDeclarations
{
    /// <summary>
    /// Numbers of type double. TypeScript has one number type; every number not listed is an int here, which errs on the safe
    /// side: what is given an int compiles with a double too.
    /// </summary>
    private static readonly HashSet<string> Fractional =
    [
        "D1Database.fileSize",
        "D1Database.numTables",
        "DnsRecord.priority",
        "DnsRecord.ttl",
        "QueueSettings.deliveryDelay",
        "QueueSettings.messageRetentionPeriod",
        "R2BucketCorsRule.maxAgeSeconds",
        "WorkerObservability.headSamplingRate",
        "WorkerObservabilityLogs.headSamplingRate",
        "WorkerObservabilityTraces.headSamplingRate",
        "WorkerVersionBindingSimple.limit",
        "WorkersDeploymentVersion.percentage",
        "WorkersScriptBindingSimple.limit",
        "WorkersScriptObservability.headSamplingRate",
        "WorkersScriptObservabilityLogs.headSamplingRate",
        "WorkersScriptObservabilityTraces.headSamplingRate",
        "ZeroTrustAccessApplicationCorsHeaders.maxAge",
        "ZeroTrustAccessPolicyApprovalGroup.approvalsNeeded",
        "ZeroTrustAccessServiceToken.clientSecretVersion",
    ];

    /// <summary>Nested inputs that become secret when they are set. Those of a resource itself are in its JavaScript.</summary>
    private static readonly HashSet<string> SecretInputs =
    [
        "WorkerVersionBinding.keyBase64",
        "WorkerVersionBinding.keyJwk",
        "WorkerVersionBinding.text",
        "WorkersScriptAssets.jwt",
        "WorkersScriptBinding.keyBase64",
        "WorkersScriptBinding.keyJwk",
        "WorkersScriptBinding.text",
        "ZeroTrustAccessApplicationSaasApp.clientSecret",
    ];

    public static bool IsFractional(string type, string property) => Fractional.Contains($"{type}.{property}");

    public static bool IsSecretInput(string type, string property) => SecretInputs.Contains($"{type}.{property}");

    public static void Check(IEnumerable<Provider> providers)
    {
        var known = providers.SelectMany(p =>
            p.Resources.SelectMany(r => r.Inputs.Concat(r.Outputs).Select(m => $"{r.Name}.{m.Name}"))
                .Concat(p.InputTypes.Values.Concat(p.OutputTypes.Values).SelectMany(t => t.Members.Select(m => $"{t.Name}.{m.Name}")))
        );
        var unknown = Fractional.Concat(SecretInputs).Except(known).ToList();
        if (unknown.Count > 0)
        {
            throw new DeclarationException($"{nameof(OmittedByDeclarations)}.cs", 1, $"no such property in the declarations: {string.Join(", ", unknown)}");
        }
    }
}
