using System.Text.Json.Nodes;
using NanoClaw.Infra.Worker;
using NanoClaw.LocalCloud.Updates;

namespace NanoClaw.LocalCloud.Tests.Updates;

/// <summary>Updates that bring other code, or another Worker.</summary>
[Collection(EvaluatingTests.Name)]
public sealed class WorkerScenarioTests
{
    private readonly FakeAccount _account = new();

    [Fact]
    public async Task Changed_code_of_the_Worker_is_one_upload_and_one_check_and_no_session_is_touched()
    {
        var stack = await new UpdateSequence().SettleAsync();
        stack.Bundle = Changed(WorkerBundle.LoadBuilt("anthropic"), "// changed\n");

        var plan = await stack.UpdateAsync();
        Assert.Equal(["update WorkersScript", "update WorkersScript", "replace Command"], plan.Done());
        // The admin page shows which bundle the agent's is.
        Assert.Equal(["bindings[AGENT_SHA256].text"], plan.Steps.Single(s => s.Resource.Name == "admin-worker").Paths());
        Assert.DoesNotContain("migrations", plan.Step("WorkersScript").Paths());
        Assert.Empty(plan.Dangers);
        Assert.True((await stack.UpdateAsync()).ChangesNothing);
    }

    /// <summary>The program once declared one Worker, which was door and agent.</summary>
    [Fact]
    public async Task A_stack_of_one_Worker_gets_its_front_beside_it_and_neither_its_sessions_nor_its_hostname_are_touched()
    {
        var stack = await UpdateSequence.OfEverything().SettleAsync();
        stack.Standing = BeforeTheFront(stack.Standing);
        _account.Take(stack.Standing);

        var plan = await stack.UpdateAsync();
        Assert.Empty(_account.Apply(plan));
        Assert.Empty(plan.Dangers);
        Assert.Equal(
            ["update WorkersScript", "create WorkersScript", "create WorkersScriptSubdomain", "create WorkersRoute", "update WorkersScript"],
            plan.Done()
        );
        Assert.Equal(UpdateKind.Same, plan.Step("WorkersCustomDomain").Kind);
        Assert.Equal("nanoclaw-prod", plan.Step("WorkersCustomDomain").After!.State["service"]!.ToString());
        Assert.DoesNotContain("migrations", plan.Step("WorkersScript").Paths());
        Assert.True((await stack.UpdateAsync()).ChangesNothing);
    }

    [Fact]
    public async Task A_front_with_other_credentials_than_the_one_Worker_before_it_had_cuts_clients_off()
    {
        var stack = await new UpdateSequence().SettleAsync();
        stack.Standing = BeforeTheFront(stack.Standing);
        var plan = await stack.PreviewAsync(("rotationVersion", "2"), ("keepPreviousCredentials", "false"), ("endGeneration", "1"));

        Assert.Contains(plan.DangerTexts(), d => d.Contains("the bearer token that clients have now", StringComparison.Ordinal));
        Assert.Contains(plan.DangerTexts(), d => d.Contains("would no longer be let in", StringComparison.Ordinal));
    }

    private static DeployedStack BeforeTheFront(DeployedStack stack)
    {
        var front = stack.Resources.Single(r => r.Name == "front-worker");
        DeployedResource Before(DeployedResource resource)
        {
            var state = (JsonObject)resource.State.DeepClone();
            switch (resource.Name)
            {
                case "worker":
                    var bindings = (JsonArray)state["bindings"]!;
                    var own = bindings.Select(b => b!["name"]!.ToString()).ToHashSet(StringComparer.Ordinal);
                    foreach (var binding in ((JsonArray)front.State["bindings"]!).Where(b => !own.Contains(b!["name"]!.ToString())))
                    {
                        bindings.Add(binding!.DeepClone());
                    }

                    break;
                case "domain":
                    state["service"] = "nanoclaw-prod";
                    break;
                case "admin-worker":
                    ((JsonArray)state["bindings"]!).Single(b => b!["name"]!.ToString() == "AGENT")!["service"] = "nanoclaw-prod";
                    break;
                default:
                    break;
            }

            return resource with
            {
                State = state,
            };
        }

        return stack with
        {
            Resources = [.. stack.Resources.Where(r => !r.Name.StartsWith("front", StringComparison.Ordinal)).Select(Before)],
        };
    }

    [Fact]
    public async Task Changed_code_with_a_migration_sends_what_is_missing_once()
    {
        var built = WorkerBundle.LoadBuilt("anthropic");
        var stack = await new UpdateSequence().SettleAsync();
        stack.Bundle = Changed(built, "// changed\n") with
        {
            Manifest = built.Manifest with
            {
                DurableObjects = [.. built.Manifest.DurableObjects, new DurableObjectBinding("ANOTHER", "Another")],
                Migrations = [.. built.Manifest.Migrations, new DurableObjectMigration("v-next", ["Another"])],
            },
        };

        var plan = await stack.UpdateAsync();
        var sent = plan.Step("WorkersScript").After!.State["migrations"]!;
        Assert.Equal(("v-next", built.Manifest.Migrations[^1].Tag), (sent["newTag"]!.ToString(), sent["oldTag"]!.ToString()));
        Assert.Equal(["Another"], ((JsonArray)sent["newSqliteClasses"]!).Select(c => c!.ToString()));
        Assert.Empty(plan.Dangers);
        Assert.Equal(["migrations"], (await stack.UpdateAsync()).Step("WorkersScript").Paths());

        stack.Bundle = built;
        Assert.Contains("newer sources", (await Assert.ThrowsAsync<LocalCloudException>(() => stack.PreviewAsync())).Message, StringComparison.Ordinal);
    }

    private static WorkerBundle Changed(WorkerBundle bundle, string before)
    {
        var content = before + bundle.Content;
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content)));
        return bundle with { Content = content, Sha256 = sha256 };
    }
}
