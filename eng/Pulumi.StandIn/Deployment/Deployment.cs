using System.Collections.Immutable;
using System.Reflection;
using Pulumi.Testing;

namespace Pulumi;

/// <summary>Evaluates a program. The stand-in does it against mocks only, and never under the engine.</summary>
public sealed class Deployment
{
    private Deployment() { }

    public static DeploymentInstance Instance => DeploymentContext.Required.Instance;

    public static Task<int> RunAsync(Action action) => EngineGuard.RefuseAsync();

    public static Task<int> RunAsync(Func<IDictionary<string, object?>> func) => EngineGuard.RefuseAsync();

    public static Task<int> RunAsync(Func<Task> func) => EngineGuard.RefuseAsync();

    public static Task<int> RunAsync(Func<Task<IDictionary<string, object?>>> func, StackOptions? options = null) => EngineGuard.RefuseAsync();

    public static Task<int> RunAsync<TStack>()
        where TStack : Stack, new() => EngineGuard.RefuseAsync();

    public static Task<int> RunAsync<TStack>(IServiceProvider serviceProvider)
        where TStack : Stack => EngineGuard.RefuseAsync();

    /// <summary>Evaluates a stack against mocks.</summary>
    /// <returns>Every resource in the order of registration, the stack first.</returns>
    /// <exception cref="RunException">The one failure.</exception>
    /// <exception cref="AggregateException">Several failures, each a <see cref="RunException"/>.</exception>
    public static Task<ImmutableArray<Resource>> TestAsync<TStack>(IMocks mocks, TestOptions? options = null)
        where TStack : Stack, new() =>
        EvaluateAsync(
            mocks,
            options,
            () => (TStack)Activator.CreateInstance(typeof(TStack), BindingFlags.DoNotWrapExceptions, binder: null, args: null, culture: null)!
        );

    /// <summary>As <see cref="TestAsync{TStack}"/>, the stack made by a service provider.</summary>
    public static Task<ImmutableArray<Resource>> TestWithServiceProviderAsync<TStack>(
        IMocks mocks,
        IServiceProvider serviceProvider,
        TestOptions? options = null
    )
        where TStack : Stack =>
        EvaluateAsync(
            mocks,
            options,
            () =>
                serviceProvider.GetService(typeof(TStack)) as TStack
                ?? throw new InvalidOperationException(
                    $"Failed to resolve instance of type {typeof(TStack)} from service provider. Register the type with the service provider before calling {nameof(RunAsync)}."
                )
        );

    /// <summary>Evaluates what <paramref name="createResources"/> declares.</summary>
    /// <returns>Every resource but the stack, and the outputs.</returns>
    public static async Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks,
        TestOptions testOptions,
        Func<IDictionary<string, object?>> createResources
    )
    {
        IDictionary<string, object?> outputs = new Dictionary<string, object?>();
        var resources = await TestAsync(
                testMocks,
                testOptions,
                () =>
                {
                    outputs = createResources();
                }
            )
            .ConfigureAwait(false);
        return (resources, outputs);
    }

    /// <inheritdoc cref="TestAsync(IMocks, TestOptions, Func{IDictionary{string, object}})"/>
    public static Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks,
        TestOptions testOptions,
        Func<Task<IDictionary<string, object?>>> createResources
    ) => TestAsync(testMocks, testOptions, () => createResources().GetAwaiter().GetResult());

    /// <inheritdoc cref="TestAsync(IMocks, TestOptions, Action)"/>
    public static Task<ImmutableArray<Resource>> TestAsync(IMocks testMocks, TestOptions testOptions, Func<Task> createResources) =>
        TestAsync(
            testMocks,
            testOptions,
            () =>
            {
                createResources().GetAwaiter().GetResult();
            }
        );

    /// <summary>Evaluates what <paramref name="createResources"/> declares.</summary>
    /// <returns>Every resource but the stack.</returns>
    public static async Task<ImmutableArray<Resource>> TestAsync(IMocks testMocks, TestOptions testOptions, Action createResources)
    {
        var resources = await EvaluateAsync(testMocks, testOptions, () => new ActionStack(createResources)).ConfigureAwait(false);
        return resources.RemoveAll(r => r is ActionStack);
    }

    // Has to stay an async method: that confines the ambient context to what runs inside it.
    private static async Task<ImmutableArray<Resource>> EvaluateAsync(IMocks mocks, TestOptions? options, Func<Stack> createStack)
    {
        var context = new DeploymentContext(mocks, options);
        context.Enter();
        await new ProgramRunner(context).RunAsync(createStack).ConfigureAwait(false);
        return context.Messages.Errors switch
        {
            [] => context.Monitor.Registered,
            [var error] => throw new RunException(error),
            var errors => throw new AggregateException(errors.Select(e => new RunException(e))),
        };
    }

    private sealed class ActionStack : Stack
    {
        public ActionStack(Action createResources) => createResources();
    }
}
