using NanoClaw.Samples.OwnProgram;
using Pulumi;

return await Deployment.RunAsync(Agents.Declare);
