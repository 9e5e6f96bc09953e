using System.Text.Json.Nodes;

namespace NanoClaw.LocalCloud;

/// <summary>One entry of a Worker's flat list of bindings. Its text form shows the name and type, never a value.</summary>
public sealed class WorkerBinding
{
    private readonly JsonObject _declared;

    private WorkerBinding(string name, string type, JsonObject declared)
    {
        Name = name;
        Type = type;
        _declared = declared;
    }

    public string Name { get; }

    /// <summary>The provider's word: <c>plain_text</c>, <c>secret_text</c>, <c>durable_object_namespace</c>, <c>ratelimit</c>, ...</summary>
    public string Type { get; }

    /// <summary>The value of a <c>plain_text</c> or <c>secret_text</c> binding.</summary>
    public string? Text => _declared["text"]?.GetValue<string>();

    /// <summary>The name of an <c>r2_bucket</c>.</summary>
    public string? BucketName => _declared["bucketName"]?.GetValue<string>();

    /// <summary>The class of a <c>durable_object_namespace</c>.</summary>
    public string? ClassName => _declared["className"]?.GetValue<string>();

    /// <summary>The Worker whose class that is; null for its own.</summary>
    public string? ScriptName => _declared["scriptName"]?.GetValue<string>();

    /// <summary>The Worker that a <c>service</c> binding calls.</summary>
    public string? Service => _declared["service"]?.GetValue<string>();

    /// <summary>The namespace of a <c>ratelimit</c> binding, whose counters all bindings of that namespace share.</summary>
    public string? NamespaceId => _declared["namespaceId"]?.GetValue<string>();

    /// <summary>The requests that a <c>ratelimit</c> binding lets through in a period.</summary>
    public double? Limit => _declared["simple"]?["limit"]?.GetValue<double>();

    /// <summary>The period of a <c>ratelimit</c> binding, in seconds.</summary>
    public double? PeriodSeconds => _declared["simple"]?["period"]?.GetValue<double>();

    public static WorkerBinding Of(JsonObject declared)
    {
        ArgumentNullException.ThrowIfNull(declared);
        var name = declared["name"]?.GetValue<string>() ?? throw new LocalCloudException("A binding of the Worker is declared without 'name'.");
        var type = declared["type"]?.GetValue<string>() ?? throw new LocalCloudException($"The binding '{name}' is declared without 'type'.");
        return new WorkerBinding(name, type, declared);
    }

    public override string ToString() => $"{Type} {Name}";
}
