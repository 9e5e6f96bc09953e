using System.Collections.Immutable;
using Pulumi.Testing;

namespace Pulumi.StandIn.Tests;

/// <summary>Evaluates a few declarations, in an update unless a preview is asked for.</summary>
internal static class Evaluate
{
    public static Task<ImmutableArray<Resource>> UpdateAsync(IMocks mocks, Action declare) =>
        Deployment.TestAsync(
            mocks,
            new TestOptions
            {
                ProjectName = "shop",
                StackName = "test",
                IsPreview = false,
            },
            declare
        );

    public static Task<ImmutableArray<Resource>> UpdateAsync(IMocks mocks, Func<Task> declare) =>
        Deployment.TestAsync(
            mocks,
            new TestOptions
            {
                ProjectName = "shop",
                StackName = "test",
                IsPreview = false,
            },
            declare
        );

    public static Task<ImmutableArray<Resource>> PreviewAsync(IMocks mocks, Action declare) =>
        Deployment.TestAsync(
            mocks,
            new TestOptions
            {
                ProjectName = "shop",
                StackName = "test",
                IsPreview = true,
            },
            declare
        );
}
