using System.Runtime.CompilerServices;
using System.Text.Json;
using NanoClaw.Agents;

namespace NanoClaw.Doctor.Checks;

/// <summary>Whether the container runtime has its engine, its image and a readable list of mounts; looked at only if it is chosen.</summary>
public sealed class ContainerCheck : IDoctorCheck
{
    public string Name => "container";

    public async IAsyncEnumerable<Finding> RunAsync(DoctorContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!context.UsesContainers || context.Agent is not { Container: var container })
        {
            yield return Finding.Skipped(context.UsesContainers ? "Its settings are not right." : "The agent does not run in a container.");
            yield break;
        }

        yield return await LookAtEngineAsync(container, cancellationToken);
        if (LookAtMounts(container.MountAllowlist) is { } mistake)
        {
            yield return mistake;
        }
    }

    private static async Task<Finding> LookAtEngineAsync(ContainerAgentOptions container, CancellationToken cancellationToken)
    {
        if (await Executable.RunAsync(container.Engine, ["image", "inspect", container.Image], cancellationToken) is not { } image)
        {
            return Finding.Problem(
                $"The container engine '{container.Engine}' is not installed.",
                $"Install it, or name another in {AgentConfigurationKeys.ContainerEngine}; or use {AgentConfigurationKeys.Runtime}=cloudflare."
            );
        }

        if (image.ExitCode == 0)
        {
            return Finding.Ok($"{container.Engine} has the image {container.Image}");
        }

        return await Executable.RunAsync(container.Engine, ["ps"], cancellationToken) is { ExitCode: 0 }
            ? Finding.Problem(
                $"{container.Engine} has no image {container.Image}.",
                $"Build it (v1: ./container/build.sh), or name another in {AgentConfigurationKeys.ContainerImage}."
            )
            : Finding.Problem($"{container.Engine} does not answer.", "Start it: sudo systemctl start docker, open Docker Desktop, or: container system start");
    }

    private static Finding? LookAtMounts(string allowlist)
    {
        var file = allowlist.StartsWith("~/", StringComparison.Ordinal)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), allowlist[2..])
            : allowlist;
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            return document.RootElement.ValueKind is JsonValueKind.Object ? null : NotJson(file);
        }
        catch (JsonException)
        {
            return NotJson(file);
        }
    }

    private static Finding NotJson(string file) =>
        Finding.Problem(
            $"The list of allowed mounts {file} is not a JSON object: no extra folder is mounted.",
            """Example: {"allowedRoots":[{"path":"~/projects","allowReadWrite":false}],"blockedPatterns":[],"nonMainReadOnly":true}"""
        );
}
