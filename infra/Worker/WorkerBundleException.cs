namespace NanoClaw.Infra.Worker;

/// <summary>There is no usable bundle of the Worker.</summary>
public sealed class WorkerBundleException : Pulumi.RunException
{
    public WorkerBundleException(string message)
        : base(message) { }

    public WorkerBundleException(string message, Exception innerException)
        : base(message, innerException) { }
}
