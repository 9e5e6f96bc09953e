using System.Collections.Immutable;
using Pulumi.Testing;

namespace Pulumi.StandIn.Tests;

/// <summary>Notes what is registered, and answers with the state that a test sets for a name.</summary>
internal sealed class RecordingMocks : IMocks
{
    public List<MockResourceArgs> Registered { get; } = [];

    public Dictionary<string, Dictionary<string, object>> States { get; } = [];

    public Dictionary<string, ImmutableDictionary<string, Output<object?>>> RegisteredOutputs { get; } = [];

    public MockResourceArgs this[string name] => Registered.Single(r => r.Name == name);

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        lock (Registered)
        {
            Registered.Add(args);
        }

        var state = new Dictionary<string, object>(args.Inputs);
        foreach (var (key, value) in States.GetValueOrDefault(args.Name!) ?? [])
        {
            state[key] = value;
        }

        return Task.FromResult<(string?, object)>(($"{args.Name}-id", state));
    }

    public Task<object> CallAsync(MockCallArgs args) => Task.FromResult<object>(args.Args);

    public Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args)
    {
        lock (RegisteredOutputs)
        {
            RegisteredOutputs[args.Urn] = args.Outputs;
        }

        return Task.CompletedTask;
    }
}
