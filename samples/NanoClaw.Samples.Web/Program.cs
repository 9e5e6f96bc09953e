using Microsoft.Extensions.AI;
using NanoClaw.Agents;
using NanoClaw.Agents.AI;
using NanoClaw.Samples.Web;

var builder = WebApplication.CreateBuilder(args);
builder.Configuration.AddDotEnvFile(builder.Configuration["AGENT_ENV_FILE"] ?? ".env");
builder.Services.AddNanoClawAgent(builder.Configuration);
builder.Services.AddSingleton(services => services.GetRequiredService<IAgentRuntime>().AsIChatClient(new RemoteGroup("page")));

var app = builder.Build();
app.UseDefaultFiles();
app.UseStaticFiles();
app.MapPost(
    "/ask",
    (Question question, IChatClient agent, CancellationToken cancellationToken) =>
        TypedResults.ServerSentEvents(Answer.StreamAsync(agent, question, cancellationToken))
);
app.Run();
