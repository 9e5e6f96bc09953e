namespace Pulumi;

/// <summary>A value that becomes known later, together with the resources it came from, whether it is known at all, and whether it is secret.</summary>
public sealed class Output<T> : IOutput
{
    internal Output(Task<OutputData<T>> data)
    {
        Data = data;
        // A failing Apply must fail the deployment even if nobody reads its result.
        DeploymentContext.Current?.Tasks.Add(data);
    }

    internal Task<OutputData<T>> Data { get; }

    public static Output<T> Create(Task<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return FromTask(value, isSecret: false);
    }

    public Output<TResult> Apply<TResult>(Func<T, TResult> func) => Apply(value => Output.Create(func(value)));

    public Output<TResult> Apply<TResult>(Func<T, Task<TResult>> func) => Apply(value => Output.Create(func(value)));

    public Output<TResult> Apply<TResult>(Func<T, Input<TResult>?> func) => Apply(value => func(value).ToOutput());

    public Output<TResult> Apply<TResult>(Func<T, Output<TResult>?> func) => new(ApplyAsync(func));

    public Output<ValueTuple> Apply(Func<T, Task> func) =>
        Apply(
            async Task<ValueTuple> (value) =>
            {
                await func(value).ConfigureAwait(false);
                return ValueTuple.Create();
            }
        );

    /// <summary>Not the value: an explanation, and a warning in the deployment's log.</summary>
    public override string ToString()
    {
        var message = string.Join(
            Environment.NewLine,
            "Calling [ToString] on an [Output<T>] is not supported.",
            "",
            "To get the value of an Output<T> as an Output<string> consider:",
            "1. o.Apply(v => $\"prefix{v}suffix\")",
            "2. Output.Format($\"prefix{hostname}suffix\");"
        );
        if (
            Environment.GetEnvironmentVariable("PULUMI_ERROR_OUTPUT_STRING") is { } setting
            && (setting == "1" || setting.Equals("true", StringComparison.OrdinalIgnoreCase))
        )
        {
            throw new InvalidOperationException(message);
        }

        Log.Warn(message);
        return message + Environment.NewLine + "This function may throw in a future version of Pulumi.";
    }

    async Task<OutputData<object?>> IOutput.GetDataAsync()
    {
        var data = await Data.ConfigureAwait(false);
        return new OutputData<object?>(data.Resources, data.Value, data.IsKnown, data.IsSecret);
    }

    internal static Output<T> FromTask(Task<T> value, bool isSecret)
    {
        return new Output<T>(ReadAsync());

        async Task<OutputData<T>> ReadAsync() => OutputData<T>.Known(await value.ConfigureAwait(false), isSecret);
    }

    internal static Output<T> Unknown(T value) => new(Task.FromResult(new OutputData<T>([], value, IsKnown: false, IsSecret: false)));

    internal Output<T> With(Func<OutputData<T>, Task<OutputData<T>>> change)
    {
        return new Output<T>(ChangeAsync());

        async Task<OutputData<T>> ChangeAsync() => await change(await Data.ConfigureAwait(false)).ConfigureAwait(false);
    }

    internal Output<T> With(Func<OutputData<T>, OutputData<T>> change) => With(data => Task.FromResult(change(data)));

    internal async Task<T> GetValueAsync(T whenUnknown)
    {
        var data = await Data.ConfigureAwait(false);
        return data.IsKnown ? data.Value : whenUnknown;
    }

    private async Task<OutputData<TResult>> ApplyAsync<TResult>(Func<T, Output<TResult>?> func)
    {
        var data = await Data.ConfigureAwait(false);
        if (!data.IsKnown)
        {
            return new OutputData<TResult>(data.Resources, default!, IsKnown: false, data.IsSecret);
        }

        if (func(data.Value) is not { } inner)
        {
            return new OutputData<TResult>(data.Resources, default!, IsKnown: true, data.IsSecret);
        }

        var result = await inner.Data.ConfigureAwait(false);
        return new OutputData<TResult>(data.Resources.Union(result.Resources), result.Value, result.IsKnown, data.IsSecret || result.IsSecret);
    }
}
