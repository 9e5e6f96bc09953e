using NanoClaw.Infra;
using Pulumi;

return await Deployment.RunAsync<AgentStack>();
