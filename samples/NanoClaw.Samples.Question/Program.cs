using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NanoClaw.Agents;

var file = Environment.GetEnvironmentVariable("AGENT_ENV_FILE") ?? ".env";
var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddDotEnvFile(file).Build();
await using var services = new ServiceCollection().AddNanoClawAgent(configuration).BuildServiceProvider();
try
{
    var runtime = services.GetRequiredService<IAgentRuntime>();
    var request = new AgentRequest
    {
        Prompt = string.Join(' ', args),
        GroupFolder = "sample",
        ChatJid = "console",
        IsMain = false,
    };
    await foreach (var item in runtime.StreamAsync(request))
    {
        if (item is AgentEvent.Delta delta)
        {
            Console.Write(delta.Text);
        }
    }

    Console.WriteLine();
    return 0;
}
catch (Exception exception) when (exception is AgentException or OptionsValidationException)
{
    // Its message says what to do next.
    Console.Error.WriteLine(exception.Message);
    return 1;
}
