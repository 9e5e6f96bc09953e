using System.Text.Json.Serialization;

namespace NanoClaw.Infra.Worker;

/// <summary>What the Worker's build says about its bundle; the Worker's own configuration is its one source.</summary>
public sealed record WorkerManifest
{
    public required string MainModule { get; init; }

    /// <summary>SHA-256 of the main module, in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    public required string CompatibilityDate { get; init; }

    public IReadOnlyList<string> CompatibilityFlags { get; init; } = [];

    public required IReadOnlyList<DurableObjectBinding> DurableObjects { get; init; }

    /// <summary>Every migration there ever was, oldest first.</summary>
    public required IReadOnlyList<DurableObjectMigration> Migrations { get; init; }
}

/// <summary>A Durable Object class of the Worker and the name it is bound to.</summary>
public sealed record DurableObjectBinding(string Binding, string ClassName);

/// <summary>One step of the Durable Objects' history.</summary>
public sealed record DurableObjectMigration(string Tag, IReadOnlyList<string> NewSqliteClasses);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WorkerManifest))]
internal sealed partial class WorkerManifestJson : JsonSerializerContext;
