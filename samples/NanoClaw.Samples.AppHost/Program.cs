using Microsoft.Extensions.Configuration;
using NanoClaw.Samples.AppHost;

var builder = DistributedApplication.CreateBuilder(args);

var cloud = builder.AddLocalCloud("cloud");
builder
    .AddProject<Projects.NanoClaw_Samples_Web>("web", launchProfileName: null)
    .WithHttpEndpoint(port: builder.Configuration.GetValue<int?>("WebPort"))
    .WithEnvironment("AGENT_ENV_FILE", cloud.Resource.AgentConfigurationFile)
    .WaitFor(cloud);

builder.Build().Run();
