using System.Collections.Concurrent;
using System.Text.Json;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace NanoClaw.Infra.Tests.Evaluation;

/// <summary>One evaluation of the stack: what was declared, and what came out.</summary>
internal sealed class Evaluated(AgentStack stack, CloudflareMocks mocks, IReadOnlyList<ResourceTransformationArgs> seen)
{
    public AgentStack Stack => stack;

    public IReadOnlyList<ResourceTransformationArgs> Seen => seen;

    public IReadOnlyList<MockResourceArgs> Resources { get; } = [.. mocks.Registered];

    public static async Task<Evaluated> RunAsync(
        string stackName,
        IReadOnlyDictionary<string, string> config,
        CloudflareMocks? mocks = null,
        bool isPreview = false
    )
    {
        mocks ??= new();
        mocks.StackName = stackName;
        var seen = new ConcurrentQueue<ResourceTransformationArgs>();
        var before = Environment.GetEnvironmentVariable("PULUMI_CONFIG");
        Environment.SetEnvironmentVariable("PULUMI_CONFIG", JsonSerializer.Serialize(config.ToDictionary(c => $"nanoclaw:{c.Key}", c => c.Value)));
        try
        {
            var resources = await Deployment.TestWithServiceProviderAsync<ObservedStack>(
                mocks,
                new ObservedStackProvider(seen),
                new TestOptions
                {
                    ProjectName = "nanoclaw",
                    StackName = stackName,
                    OrganizationName = "organization",
                    IsPreview = isPreview,
                }
            );
            return new(resources.OfType<AgentStack>().Single(), mocks, [.. seen]);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PULUMI_CONFIG", before);
        }
    }

    public IReadOnlyList<Declared> OfType(string name) =>
        [.. Resources.Where(r => r.Type!.EndsWith($":{name}", StringComparison.Ordinal)).Select(r => new Declared(r.Name!, r.Inputs))];

    public Declared Single(string type) => Assert.Single(OfType(type));

    /// <summary>The agent's Worker.</summary>
    public Declared Worker => Assert.Single(OfType("WorkersScript"), script => script.Name == "worker");

    /// <summary>The one before it, which the hostname leads to.</summary>
    public Declared FrontWorker => Assert.Single(OfType("WorkersScript"), script => script.Name == "front-worker");

    /// <summary>The admin page's.</summary>
    public Declared AdminWorker => Assert.Single(OfType("WorkersScript"), script => script.Name == "admin-worker");

    /// <summary>The binding of that name of the agent's Worker, or of the one before it; fails where neither has it. Their objects are the agent's.</summary>
    public Declared Binding(string name) =>
        Bindings().FirstOrDefault(b => b.Text("name") == name) ?? Assert.Single(FrontWorker.List("bindings"), b => b.Text("name") == name);

    /// <summary>The agent's.</summary>
    public IReadOnlyList<Declared> Bindings() => Worker.List("bindings");

    public static async Task<(T Value, bool IsSecret)> ReadAsync<T>(Output<T> output) =>
        (await OutputUtilities.GetValueAsync(output), await Output.IsSecretAsync(output));
}
