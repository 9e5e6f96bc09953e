using System.Collections.Immutable;

namespace Pulumi.Testing;

/// <summary>Registers resources with mocks.</summary>
internal sealed class MockMonitor(DeploymentContext context, IMocks mocks)
{
    private ImmutableList<Resource> _registered = [];

    public ImmutableArray<Resource> Registered => [.. _registered];

    public async Task<Registration> RegisterAsync(Resource resource, RegistrationRequest request)
    {
        ImmutableInterlocked.Update(ref _registered, resources => resources.Add(resource));
        var urn = Urn(request);
        if (request.Type == Stack.TypeName)
        {
            return new Registration(urn, Id: null, ImmutableDictionary<string, object?>.Empty);
        }

        var (id, state) = await mocks
            .NewResourceAsync(
                new MockResourceArgs
                {
                    Type = request.Type,
                    Name = request.Name,
                    Inputs = KnownValues(request.Inputs),
                    Provider = request.Provider,
                    Id = request.Id,
                }
            )
            .ConfigureAwait(false);
        return new Registration(urn, id ?? request.Id, await SerializeAsync(state).ConfigureAwait(false));
    }

    public async Task<object> CallAsync(string token, ImmutableDictionary<string, object?> args, string provider)
    {
        var result = await mocks
            .CallAsync(
                new MockCallArgs
                {
                    Token = token,
                    Args = KnownValues(args),
                    Provider = provider,
                }
            )
            .ConfigureAwait(false);
        return await SerializeAsync(result).ConfigureAwait(false);
    }

    public Task RegisterOutputsAsync(string urn, ImmutableDictionary<string, object?> outputs) =>
        mocks.RegisterResourceOutputs(
            new MockRegisterResourceOutputsRequest(
                urn,
                outputs.ToImmutableDictionary(o => o.Key, o => new Output<object?>(Task.FromResult(PropertyValue.Read(o.Value))))
            )
        );

    private static ImmutableDictionary<string, object> KnownValues(ImmutableDictionary<string, object?> values) =>
        values
            .Select(v => (v.Key, Data: PropertyValue.Read(v.Value)))
            .Where(v => v.Data is { IsKnown: true, Value: not null })
            .ToImmutableDictionary(v => v.Key, v => v.Data.Value!);

    private static async Task<ImmutableDictionary<string, object?>> SerializeAsync(object state) =>
        await new PropertySerializer().SerializeAsync("", state is IDictionary<string, object> d ? d.ToImmutableDictionary() : state).ConfigureAwait(false)
            as ImmutableDictionary<string, object?>
        ?? throw new InvalidOperationException($"{state.GetType().FullName} is not a supported argument type");

    // A URN carries the types of a resource's ancestors below the stack.
    private string Urn(RegistrationRequest request)
    {
        var parentType = request.ParentUrn?.Split("::")[2].Split('$')[0];
        var type = parentType is null ? request.Type : $"{parentType}${request.Type}";
        return $"urn:pulumi:{context.StackName}::{context.ProjectName}::{type}::{request.Name}";
    }
}
