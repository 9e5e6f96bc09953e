using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pulumi;

public static partial class Output
{
    /// <summary>The JSON of a value that may hold outputs at any depth: secret if one of them is, unknown if one of them is.</summary>
    public static Output<string> JsonSerialize<T>(Output<T> value, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new Output<string>(SerializeAsync());

        async Task<OutputData<string>> SerializeAsync()
        {
            var data = await value.Data.ConfigureAwait(false);
            if (!data.IsKnown)
            {
                return new OutputData<string>(data.Resources, "", IsKnown: false, data.IsSecret);
            }

            var inside = new OutputsInside();
            var withOutputs = options is null ? new JsonSerializerOptions() : new JsonSerializerOptions(options);
            withOutputs.Converters.Add(inside);
            var json = JsonSerializer.Serialize(data.Value, withOutputs);
            return new OutputData<string>(data.Resources.Union(inside.Resources), inside.IsKnown ? json : "", inside.IsKnown, data.IsSecret || inside.IsSecret);
        }
    }

    private sealed class OutputsInside : JsonConverterFactory
    {
        public ImmutableHashSet<Resource> Resources { get; private set; } = [];

        public bool IsKnown { get; private set; } = true;

        public bool IsSecret { get; private set; }

        public override bool CanConvert(Type typeToConvert) =>
            typeof(IOutput).IsAssignableFrom(typeToConvert) || typeof(IInput).IsAssignableFrom(typeToConvert);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert), this)!;

        private object? Resolve(object value)
        {
            // A converter can't wait any other way.
            var data = AsObject(value).Data.GetAwaiter().GetResult();
            Resources = Resources.Union(data.Resources);
            IsKnown &= data.IsKnown;
            IsSecret |= data.IsSecret;
            return data.IsKnown ? data.Value : null;
        }

        private sealed class Converter<T>(OutputsInside outputs) : JsonConverter<T>
            where T : class
        {
            public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
                throw new NotSupportedException("The stand-in for Pulumi writes outputs as JSON and doesn't read them.");

            public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
                JsonSerializer.Serialize(writer, outputs.Resolve(value), options);
        }
    }
}
