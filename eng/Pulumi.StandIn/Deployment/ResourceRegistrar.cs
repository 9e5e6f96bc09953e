using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Brings resources to the monitor: waits for what they depend on, serialises, registers, and sets their outputs.</summary>
internal sealed class ResourceRegistrar(DeploymentContext context)
{
    public async Task CompleteAsync(Resource resource, ResourceArgs args, ResourceOptions options)
    {
        try
        {
            if (options.Urn is not null)
            {
                throw new NotSupportedException(
                    $"The stand-in for Pulumi can't look up an existing resource by its URN, as '{resource.GetResourceName()}' asks."
                );
            }

            var id = await options.Id.ToOutput().GetValueAsync(whenUnknown: "").ConfigureAwait(false);
            var isRead = !string.IsNullOrEmpty(id);
            if (isRead && resource is not CustomResource)
            {
                throw new ArgumentException(
                    $"{nameof(ResourceOptions)}.{nameof(ResourceOptions.Id)} is only valid for a {nameof(CustomResource)}",
                    nameof(options)
                );
            }

            var request = await PrepareAsync(resource, args, options, isRead ? id : null).ConfigureAwait(false);
            var registered = await context.Monitor.RegisterAsync(resource, request).ConfigureAwait(false);
            var newId = isRead ? id : registered.Id;
            resource.Completion.Set("urn", registered.Urn);
            resource.Completion.Set("id", newId ?? "", isKnown: !string.IsNullOrEmpty(newId));
            resource.Completion.SetState(registered.State);
        }
        catch (Exception e)
        {
            resource.Completion.Fail(e);
            throw;
        }
        finally
        {
            resource.Completion.SetRest(isKnown: !context.IsDryRun);
        }
    }

    public async Task RegisterOutputsAsync(Resource resource, Output<IDictionary<string, object?>> outputs)
    {
        var urn = await resource.Urn.GetValueAsync(whenUnknown: default!).ConfigureAwait(false);
        var values = await outputs.GetValueAsync(whenUnknown: ImmutableDictionary<string, object?>.Empty).ConfigureAwait(false);
        var (serialized, _) = await SerializeAsync("registerResourceOutputs", values).ConfigureAwait(false);
        await context.Monitor.RegisterOutputsAsync(urn, serialized).ConfigureAwait(false);
    }

    public async Task<OutputData<T>> InvokeAsync<T>(string token, InvokeArgs args, InvokeOptions? options)
    {
        var (serialized, resources) = await SerializeAsync($"invoke:{token}", args.ToDictionary()).ConfigureAwait(false);
        var provider = options?.Provider is { } p ? await p.ReferenceAsync().ConfigureAwait(false) : "";
        var data = PropertyValue.Read(await context.Monitor.CallAsync(token, serialized, provider).ConfigureAwait(false));
        var value = new PropertyConverter(error => Log.Warn(error)).Convert($"{token} result", data.Value, typeof(T));
        return new OutputData<T>([.. resources], value is null ? default! : (T)value, data.IsKnown, data.IsSecret);
    }

    private static async Task<(ImmutableDictionary<string, object?> Values, HashSet<Resource> Resources)> SerializeAsync(
        string label,
        IDictionary<string, object?> properties
    )
    {
        var serializer = new PropertySerializer();
        var values = ImmutableDictionary.CreateBuilder<string, object?>();
        foreach (var (name, property) in properties)
        {
            try
            {
                if (await serializer.SerializeAsync($"{label}.{name}", property).ConfigureAwait(false) is { } value)
                {
                    values.Add(name, value);
                }
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"error serializing property \"{name}\": {e.Message}", e);
            }
        }

        return (values.ToImmutable(), serializer.Resources);
    }

    private static async Task WaitForAsync(IEnumerable<Resource> resources)
    {
        foreach (var resource in Reachable(resources).OfType<CustomResource>())
        {
            await resource.Urn.Data.ConfigureAwait(false);
        }
    }

    // Depending on a component is depending on the resources in it, not on what those own in turn.
    private static HashSet<Resource> Reachable(IEnumerable<Resource> resources)
    {
        var reached = new HashSet<Resource>();
        var open = new Queue<Resource>(resources);
        while (open.TryDequeue(out var resource))
        {
            if (reached.Add(resource) && resource is ComponentResource)
            {
                foreach (var child in resource.Children())
                {
                    open.Enqueue(child);
                }
            }
        }

        return reached;
    }

    private async Task<RegistrationRequest> PrepareAsync(Resource resource, ResourceArgs args, ResourceOptions options, string? id)
    {
        var type = resource.GetResourceType();
        var dependsOn = await options.DependsOn.ToOutput().GetValueAsync(whenUnknown: []).ConfigureAwait(false);
        var properties = args.ToDictionary().RemoveRange(["id", "urn"]);
        var (inputs, resources) = await SerializeAsync($"resource:{resource.GetResourceName()}[{type}]", properties).ConfigureAwait(false);
        var parent = type == Stack.TypeName ? null : options.Parent ?? context.Stack;
        var parentUrn = parent is null ? null : await parent.Urn.GetValueAsync(whenUnknown: default!).ConfigureAwait(false);
        var provider = resource is CustomResource && options.Provider is { } p ? await p.ReferenceAsync().ConfigureAwait(false) : "";
        await WaitForAsync([.. dependsOn, .. resources]).ConfigureAwait(false);
        return new RegistrationRequest(type, resource.GetResourceName(), inputs, parentUrn, provider, id ?? (options as CustomResourceOptions)?.ImportId ?? "");
    }
}
