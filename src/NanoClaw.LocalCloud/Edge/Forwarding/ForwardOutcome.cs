namespace NanoClaw.LocalCloud.Edge.Forwarding;

/// <summary>What came of handing a request to a Worker.</summary>
internal enum ForwardOutcome
{
    /// <summary>The Worker answered, or the client is gone.</summary>
    Answered,

    /// <summary>The client sent more than the edge takes.</summary>
    BodyTooLarge,

    /// <summary>The client's body broke off, or broke HTTP's rules.</summary>
    BodyMalformed,

    /// <summary>The Worker did not answer.</summary>
    WorkerSilent,
}
