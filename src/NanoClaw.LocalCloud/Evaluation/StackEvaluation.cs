using System.Text.Json.Nodes;
using NanoClaw.Infra.Settings;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace NanoClaw.LocalCloud;

/// <summary>Evaluates the infra program in this process, through Pulumi's own mocks: nothing is created anywhere.</summary>
public static class StackEvaluation
{
    // A backend of one's own calls it so.
    private const string Organization = "organization";

    // The settings reach the program by an environment variable, of which a process has one.
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    /// <summary>Evaluates a stack, and before it the one that owns its zone's rules.</summary>
    /// <param name="configuration">The stack's settings.</param>
    /// <param name="values">Makes what providers make.</param>
    /// <param name="projectFolder">Where the owner's settings are.</param>
    /// <param name="cancellationToken">Ends the wait for another evaluation.</param>
    /// <exception cref="LocalCloudException">The program refused; all of its messages are in the exception's.</exception>
    public static Task<EvaluatedStack> RunAsync(
        StackConfiguration configuration,
        ProviderValues values,
        string projectFolder,
        CancellationToken cancellationToken = default
    ) => RunAsync(configuration, values, projectFolder, new(new RegistrationLog(), new EmptyAccount()), cancellationToken);

    /// <summary>The same, told what stood before and heard while it goes on.</summary>
    internal static async Task<EvaluatedStack> RunAsync(
        StackConfiguration configuration,
        ProviderValues values,
        string projectFolder,
        EvaluationSurroundings surroundings,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var owner = configuration.Get(SettingKeys.OwnerStack) is { Length: > 0 } ownerName
            ? await EvaluateOwnerAsync(configuration, ownerName, projectFolder, cancellationToken).ConfigureAwait(false)
            : null;
        await OneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await EvaluateAsync(configuration, values, owner, surroundings).ConfigureAwait(false);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private static async Task<EvaluatedStack> EvaluateOwnerAsync(
        StackConfiguration member,
        string ownerName,
        string projectFolder,
        CancellationToken cancellationToken
    )
    {
        var stack = ownerName.Split('/')[^1];
        var owner = StackConfigurationFile.Read(projectFolder, stack, ProviderValues.ForPreview);
        if (stack == member.Stack || owner.Get(SettingKeys.OwnerStack) is { Length: > 0 })
        {
            throw new LocalCloudException(
                $"{SettingKeys.Namespace}:{SettingKeys.OwnerStack} of the stack '{member.Stack}' names '{stack}', which does not own the zone's rules itself."
            );
        }

        owner = member.HasLocalNames ? LocalNames.Apply(owner) : owner;
        return await RunAsync(owner, ProviderValues.ForPreview, projectFolder, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<EvaluatedStack> EvaluateAsync(
        StackConfiguration configuration,
        ProviderValues values,
        EvaluatedStack? owner,
        EvaluationSurroundings surroundings
    )
    {
        var (log, history) = (surroundings.Log, surroundings.History);
        var providers = new LocalProviders(values, OutputsOfStacks(configuration, owner, history.Outputs), history);
        using (PulumiEnvironment.Set(configuration))
        {
            try
            {
                await Deployment
                    .TestWithServiceProviderAsync<ObservedStack>(
                        providers,
                        new StackProvider(surroundings),
                        new TestOptions
                        {
                            ProjectName = StackConfiguration.Project,
                            StackName = configuration.Stack,
                            OrganizationName = Organization,
                            IsPreview = false,
                        }
                    )
                    .ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                throw new LocalCloudException(ProgramMessages.Of(exception, configuration), exception);
            }
        }

        var outputs = new JsonObject();
        var secretOutputs = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, output) in providers.Outputs.OrderBy(o => o.Key, StringComparer.Ordinal))
        {
            outputs[name] = MockValues.ToJson(await OutputUtilities.GetValueAsync(output).ConfigureAwait(false));
            if (await Output.IsSecretAsync(output).ConfigureAwait(false))
            {
                secretOutputs.Add(name);
            }
        }

        return new EvaluatedStack
        {
            Declared = new DeclaredStack(configuration.Stack, Resources(log, providers), outputs),
            SecretOutputs = secretOutputs,
            SecretValues = SecretValues(configuration, providers, outputs, secretOutputs),
            Configuration = configuration,
            Owner = owner,
        };
    }

    // A stack that was never deployed has none of its own.
    private static Dictionary<string, JsonObject> OutputsOfStacks(StackConfiguration configuration, EvaluatedStack? owner, JsonObject? own)
    {
        var outputs = new Dictionary<string, JsonObject>(StringComparer.Ordinal)
        {
            [$"{Organization}/{StackConfiguration.Project}/{configuration.Stack}"] = own ?? [],
        };
        if (owner is not null && configuration.Get(SettingKeys.OwnerStack) is { } name)
        {
            outputs[name] = owner.Declared.Outputs;
        }

        return outputs;
    }

    private static DeclaredResource[] Resources(RegistrationLog log, LocalProviders providers) =>
        [
            .. log.Registrations.Select(r =>
            {
                var (inputs, outputs) = providers.Find(r.Type, r.Name) ?? (new JsonObject(), new JsonObject());
                return new DeclaredResource(r.Type, r.Name, r.Parent?.Name, inputs, outputs);
            }),
        ];

    private static HashSet<string> SecretValues(StackConfiguration configuration, LocalProviders providers, JsonObject outputs, HashSet<string> secretOutputs)
    {
        var secrets = new HashSet<string>(providers.Secrets, StringComparer.Ordinal);
        secrets.UnionWith(configuration.SecretKeys.Where(configuration.Values.ContainsKey).Select(key => configuration.Values[key]));
        secrets.UnionWith(secretOutputs.Select(name => outputs[name]).OfType<JsonValue>().Select(value => value.ToString()));
        secrets.Remove("");
        return secrets;
    }

    private sealed class StackProvider(EvaluationSurroundings surroundings) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(ObservedStack) ? new ObservedStack(surroundings.Log, surroundings.Bundle) : null;
    }
}
