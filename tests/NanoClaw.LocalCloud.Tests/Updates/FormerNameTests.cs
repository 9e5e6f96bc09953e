using System.Collections.Immutable;
using Pulumi;
using Pulumi.Random;
using Pulumi.Testing;

namespace NanoClaw.LocalCloud.Tests.Updates;

/// <summary>A resource is found again by every name that the engine would find it by.</summary>
public sealed class FormerNameTests
{
    [Theory]
    [InlineData("plain", "")]
    [InlineData("renamed", "room:Room$random:index/randomBytes:RandomBytes::was-renamed")]
    [InlineData("moved", "random:index/randomBytes:RandomBytes::moved")]
    [InlineData("retyped", "room:Room$random:index/randomId:RandomId::retyped")]
    [InlineData("by-urn", "other:Type::elsewhere")]
    [InlineData("hall-lamp", "room:Chamber$random:index/randomBytes:RandomBytes::chamber-lamp")]
    [InlineData("shelf", "room:Chamber$random:index/randomBytes:RandomBytes::shelf")]
    public async Task Aliases_of_a_resource_and_of_its_parent_lead_to_its_former_names(string name, string expected)
    {
        var registration = (await EvaluateAsync()).Registrations.Single(r => r.Name == name);
        var former = await registration.FormerUrnsAsync("s");

        Assert.Equal(expected.Length == 0 ? [] : [$"urn:pulumi:s::nanoclaw::{expected}"], former.Select(u => u.ToString()));
    }

    [Fact]
    public async Task Protection_is_inherited_and_its_own_word_goes_before()
    {
        var log = await EvaluateAsync();
        Assert.True(log.Registrations.Single(r => r.Name == "shelf").Protect);
        Assert.False(log.Registrations.Single(r => r.Name == "hall-lamp").Protect);
        Assert.False(log.Registrations.Single(r => r.Name == "plain").Protect);
    }

    [Theory]
    [InlineData("urn:pulumi:s::p::a:b:C$d:e:F::name::with::colons", "a:b:C$d:e:F", "name::with::colons")]
    [InlineData("urn:pulumi:s::p::t::n", "t", "n")]
    public void A_urn_is_read_as_it_is_written(string text, string chain, string name)
    {
        var urn = ResourceUrn.Parse(text);
        Assert.Equal(("s", chain, name), (urn.Stack, urn.TypeChain, urn.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("urn:pulumi:s::p::t")]
    [InlineData("arn:aws:s::p::t::n")]
    public void What_is_no_urn_is_refused(string text) => Assert.Throws<LocalCloudException>(() => ResourceUrn.Parse(text));

    private static async Task<RegistrationLog> EvaluateAsync()
    {
        var log = new RegistrationLog();
        await Deployment.TestWithServiceProviderAsync<RoomStack>(
            new Silence(),
            new Stacks(log),
            new TestOptions
            {
                ProjectName = "nanoclaw",
                StackName = "s",
                IsPreview = false,
            }
        );
        return log;
    }

    private sealed class Stacks(RegistrationLog log) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(RoomStack) ? new RoomStack(log) : null;
    }

    private sealed class RoomStack : Stack
    {
        public RoomStack(RegistrationLog log)
            : base(new StackOptions { ResourceTransformations = { log.Observe } })
        {
            var room = new Room("room", "room:Room", new());
            Lamp("plain", new() { Parent = room });
            Lamp("renamed", new() { Parent = room, Aliases = { new Alias { Name = "was-renamed" } } });
            Lamp("moved", new() { Parent = room, Aliases = { new Alias { NoParent = true } } });
            Lamp("retyped", new() { Parent = room, Aliases = { new Alias { Type = "random:index/randomId:RandomId" } } });
            Lamp("by-urn", new() { Parent = room, Aliases = { new Alias { Urn = "urn:pulumi:s::nanoclaw::other:Type::elsewhere" } } });

            // A component that had another name and another type: its children are found by both.
            var hall = new Room(
                "hall",
                "room:Hall",
                new()
                {
                    Protect = true,
                    Aliases =
                    {
                        new Alias { Name = "chamber", Type = "room:Chamber" },
                    },
                }
            );
            Lamp("hall-lamp", new() { Parent = hall, Protect = false });
            Lamp("shelf", new() { Parent = hall });
        }

        private static void Lamp(string name, CustomResourceOptions options) => _ = new RandomBytes(name, new() { Length = 1 }, options);
    }

    private sealed class Room(string name, string type, ComponentResourceOptions options) : ComponentResource(type, name, options);

    private sealed class Silence : IMocks
    {
        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args) =>
            Task.FromResult<(string?, object)>(("id", ImmutableDictionary<string, object>.Empty));

        public Task<object> CallAsync(MockCallArgs args) => throw new NotSupportedException("no calls here");
    }
}
