namespace Pulumi;

/// <summary>A plain value or an output, as an argument of a resource.</summary>
public class Input<T> : IInput
{
    private protected Input(Output<T> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Output = output;
    }

    private protected Output<T> Output { get; set; }

    public static implicit operator Input<T>(T value) => Pulumi.Output.Create(value);

    public static implicit operator Input<T>(Output<T> value) => new(value);

    public static implicit operator Output<T>(Input<T> input) => input.Output;

    IOutput IInput.ToOutput() => Output;

    object IInput.ToSerialize() => ToSerialize();

    private protected virtual object ToSerialize() => Output;
}
