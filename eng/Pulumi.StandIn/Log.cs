namespace Pulumi;

/// <summary>The deployment's log. An error logged here fails the deployment.</summary>
public static class Log
{
    public static void Debug(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        DeploymentContext.Required.Messages.Add(LogSeverity.Debug, message);

    public static void Info(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        DeploymentContext.Required.Messages.Add(LogSeverity.Info, message);

    public static void Warn(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        DeploymentContext.Required.Messages.Add(LogSeverity.Warning, message);

    public static void Error(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        DeploymentContext.Required.Messages.Add(LogSeverity.Error, message);

    public static void Exception(Exception exception, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        Error(exception.ToString(), resource, streamId, ephemeral);
}
