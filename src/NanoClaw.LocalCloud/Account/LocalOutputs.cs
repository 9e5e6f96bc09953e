using System.Text.Json;
using System.Text.Json.Nodes;
using NanoClaw.Infra.Components;

namespace NanoClaw.LocalCloud;

/// <summary>The outputs of a stack that runs here: the program's, with the port that the edge took and the authority to trust.</summary>
public static class LocalOutputs
{
    /// <summary>The file of the authority to trust, which only the local cloud has.</summary>
    public const string CaFile = "agentCaFile";

    /// <summary>Where plain HTTP is answered, which has a port of its own here.</summary>
    public const string PlainEndpoint = "agentPlainEndpoint";

    /// <summary>The front's name under <c>workers.dev</c>; it leads to the endpoint's own port here.</summary>
    public const string WorkersDev = "workersDevHostname";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    internal static void Write(StateFolder state, EvaluatedStack stack, Uri endpoint, int httpPort, string authorityFile)
    {
        var outputs = (JsonObject)stack.Declared.Outputs.DeepClone();
        outputs["agentEndpoint"] = endpoint.GetLeftPart(UriPartial.Authority);
        outputs[PlainEndpoint] = $"http://{endpoint.Host}:{httpPort}";
        outputs[WorkersDev] = $"{Front.ScriptNameOf(stack.Output("workerName")!)}.{LocalAccount.Subdomain}.workers.dev";
        outputs[CaFile] = authorityFile;
        PrivateFile.Write(state.OutputsFile, outputs.ToJsonString(Indented) + "\n");
    }
}
