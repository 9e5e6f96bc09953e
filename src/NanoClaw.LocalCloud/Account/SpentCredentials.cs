using System.Text.Json;
using System.Text.Json.Nodes;
using NanoClaw.Infra.Settings;

namespace NanoClaw.LocalCloud;

/// <summary>Credentials that the local cloud must refuse, made as those were that it takes.</summary>
public sealed record SpentCredentials
{
    private const int FirstGeneration = 1;

    /// <summary>Another environment's.</summary>
    public required LocalCredentials OfAnother { get; init; }

    /// <summary>Those of a service token whose time is over.</summary>
    public required LocalCredentials Ended { get; init; }

    /// <summary>Those of the generation before the previous one; null where there has been none yet.</summary>
    public required LocalCredentials? Retired { get; init; }

    /// <summary>Makes those of a stack that was brought up here.</summary>
    /// <param name="projectFolder">The folder of <c>.nanoclaw</c>.</param>
    /// <param name="stack">The stack.</param>
    /// <param name="cancellationToken">Ends the wait for another evaluation.</param>
    /// <exception cref="LocalCloudException">It was not brought up here, or its state is damaged.</exception>
    public static async Task<SpentCredentials> ReadAsync(string projectFolder, string stack, CancellationToken cancellationToken)
    {
        var state = StateFolder.Of(projectFolder, stack);
        if (!File.Exists(state.ProviderStateFile) || !File.Exists(state.OutputsFile))
        {
            throw new LocalCloudException($"The local cloud '{stack}' was not started yet: nanoclaw dev.");
        }

        var values = ProviderState.Open(state, TimeProvider.System);
        return new SpentCredentials
        {
            OfAnother = LocalAccount.NeighbourOf(values),
            Ended = LocalAccount.EndedOf(values),
            Retired = GenerationOf(state) - 2 is >= FirstGeneration and var retired
                ? await GenerationAsync(projectFolder, state, values, retired, cancellationToken).ConfigureAwait(false)
                : null,
        };
    }

    public override string ToString() => nameof(SpentCredentials);

    private static int GenerationOf(StateFolder state)
    {
        try
        {
            return (int)(JsonNode.Parse(File.ReadAllText(state.OutputsFile))?["credentialGeneration"]?.GetValue<double>() ?? FirstGeneration);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new LocalCloudException($"{state.OutputsFile} is damaged. Start 'nanoclaw dev' again.", exception);
        }
    }

    // What the program made then, it makes again: all values come from the seed.
    private static async Task<LocalCredentials> GenerationAsync(
        string projectFolder,
        StateFolder state,
        ProviderValues values,
        int generation,
        CancellationToken cancellationToken
    )
    {
        var options = new LocalCloudOptions
        {
            ProjectFolder = projectFolder,
            Stack = state.Stack,
            Model = ModelChoice.FromEnvironment(_ => null),
            Overrides = new Dictionary<string, string>(StringComparer.Ordinal) { [SettingKeys.RotationVersion] = $"{generation}" },
        };
        var settings = LocalNames.Apply(StackSettingsSource.Read(options, values, AppliedSettings.Read(state)));
        var evaluated = await StackEvaluation.RunAsync(settings, values, projectFolder, cancellationToken).ConfigureAwait(false);
        return new(evaluated.Output("agentToken")!, evaluated.Output("accessClientId")!, evaluated.Output("accessClientSecret")!);
    }
}
