using NanoClaw.Infra;
using NanoClaw.Infra.Worker;
using Pulumi;

namespace NanoClaw.LocalCloud;

/// <summary>The program's own stack, watched: mocks are not told a resource's parent, and see resources in the order in which they resolve.</summary>
internal sealed class ObservedStack(RegistrationLog log, WorkerBundle? bundle)
    : AgentStack(new StackOptions { ResourceTransformations = { log.Observe } }, bundle);
