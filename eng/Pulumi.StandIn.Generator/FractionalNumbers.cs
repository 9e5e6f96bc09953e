using Pulumi.StandIn.Generator.Declarations;

namespace Pulumi.StandIn.Generator;

/// <summary>
/// Which numbers the C# packages type as double. TypeScript has one number type, so the declarations don't say. Every other
/// number is an int: what compiles with an int compiles with a double too, so leaving one out errs on the safe side.
/// </summary>
internal static class FractionalNumbers
{
    private static readonly HashSet<string> Names =
    [
        "DnsRecord.priority",
        "DnsRecord.ttl",
        "WorkersScriptBindingSimple.limit",
        "WorkersScriptObservability.headSamplingRate",
        "WorkersScriptObservabilityLogs.headSamplingRate",
        "WorkersScriptObservabilityTraces.headSamplingRate",
        "ZeroTrustAccessServiceToken.clientSecretVersion",
    ];

    public static bool Contains(string type, string property) => Names.Contains($"{type}.{property}");

    public static void Check(IEnumerable<Provider> providers)
    {
        var known = providers.SelectMany(p => p.Resources.SelectMany(r => r.Inputs.Concat(r.Outputs).Select(m => $"{r.Name}.{m.Name}"))
            .Concat(p.InputTypes.Values.Concat(p.OutputTypes.Values).SelectMany(t => t.Members.Select(m => $"{t.Name}.{m.Name}"))));
        var unknown = Names.Except(known).ToList();
        if (unknown.Count > 0)
        {
            throw new DeclarationException(nameof(FractionalNumbers) + ".cs", 1, $"no such property in the declarations: {string.Join(", ", unknown)}");
        }
    }
}
