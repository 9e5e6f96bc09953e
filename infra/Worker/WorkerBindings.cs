using NanoClaw.Infra.Settings;
using Pulumi;
using Pulumi.Cloudflare.Inputs;

namespace NanoClaw.Infra.Worker;

/// <summary>
/// Collects the Worker's bindings. Their order is that of their names: Cloudflare keeps a list, and one that comes in another
/// order looks like a change (https://github.com/cloudflare/terraform-provider-cloudflare/issues/6907).
/// </summary>
internal sealed class WorkerBindings
{
    private readonly SortedDictionary<string, WorkersScriptBindingArgs> _bindings = new(StringComparer.Ordinal);

    public WorkerBindings PlainText(string name, Input<string> text) =>
        Add(
            name,
            new()
            {
                Name = name,
                Type = "plain_text",
                Text = text,
            }
        );

    public WorkerBindings PlainText(string name, int number) => PlainText(name, $"{number}");

    public WorkerBindings SecretText(string name, Output<string> text) =>
        Add(
            name,
            new()
            {
                Name = name,
                Type = "secret_text",
                Text = Output.CreateSecret(text),
            }
        );

    public WorkerBindings SecretText(string name, SecretText text) => SecretText(name, Output.Create(text.Reveal()));

    public WorkerBindings DurableObject(DurableObjectBinding durableObject) =>
        Add(
            durableObject.Binding,
            new()
            {
                Name = durableObject.Binding,
                Type = "durable_object_namespace",
                ClassName = durableObject.ClassName,
            }
        );

    /// <summary>A Durable Object of another Worker.</summary>
    public WorkerBindings DurableObject(DurableObjectBinding durableObject, Input<string> script) =>
        Add(
            durableObject.Binding,
            new()
            {
                Name = durableObject.Binding,
                Type = "durable_object_namespace",
                ClassName = durableObject.ClassName,
                ScriptName = script,
            }
        );

    /// <summary>Another Worker, called past the edge.</summary>
    public WorkerBindings Service(string name, Input<string> script) =>
        Add(
            name,
            new()
            {
                Name = name,
                Type = "service",
                Service = script,
            }
        );

    public WorkerBindings RateLimit(string name, int counters, int limit, int periodSeconds) =>
        Add(
            name,
            new()
            {
                Name = name,
                Type = "ratelimit",
                NamespaceId = $"{counters}",
                Simple = new WorkersScriptBindingSimpleArgs { Limit = limit, Period = periodSeconds },
            }
        );

    public WorkerBindings D1(string name, Output<string> databaseId) =>
        Add(
            name,
            new()
            {
                Name = name,
                Type = "d1",
                DatabaseId = databaseId,
            }
        );

    public WorkerBindings R2(string name, Output<string> bucketName) =>
        Add(
            name,
            new()
            {
                Name = name,
                Type = "r2_bucket",
                BucketName = bucketName,
            }
        );

    public WorkerBindings Ai(string name) => Add(name, new() { Name = name, Type = "ai" });

    public WorkersScriptBindingArgs[] ToArray() => [.. _bindings.Values];

    private WorkerBindings Add(string name, WorkersScriptBindingArgs binding)
    {
        _bindings.Add(name, binding);
        return this;
    }
}
