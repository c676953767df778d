using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Hosting;

/// <summary>Provides generated code with the JSON metadata of parameter and return types, and records missing metadata.</summary>
/// <remarks>Not thread-safe.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EndpointJson
{
    private readonly JsonSerializerOptions _options;
    private readonly List<string> _missing = [];

    internal EndpointJson(JsonSerializerOptions options) => _options = LostValues.RefusedBy(options);

    internal IReadOnlyList<string> Missing => _missing;

    /// <summary>
    /// Returns the metadata of a type. If there is none, the type is recorded as missing and null is returned; the host then does not
    /// start.
    /// </summary>
    /// <param name="use">A description of the use, such as <c>Compute.Build takes 'flavor' of</c>.</param>
    public JsonTypeInfo<T> Get<T>(string use)
    {
        try
        {
            if (TryGet<T>(_options) is { } json)
            {
                return json;
            }

            _missing.Add(Describe<T>(use));
        }
        catch (NotSupportedException refused)
        {
            _missing.Add($"{use} {typeof(T)}: {refused.Message}");
        }

        return null!;
    }

    /// <summary>Returns the metadata of a type for a generated client. Throws <see cref="InvalidOperationException"/> if there is none.</summary>
    public static JsonTypeInfo<T> Get<T>(JsonSerializerOptions options, string use)
    {
        ArgumentNullException.ThrowIfNull(options);
        return TryGet<T>(options) ?? throw new InvalidOperationException(Describe<T>(use));
    }

    private static JsonTypeInfo<T>? TryGet<T>(JsonSerializerOptions options) =>
        options.TryGetTypeInfo(typeof(T), out var json) ? (JsonTypeInfo<T>)json : null;

    private static string Describe<T>(string use) =>
        $"{use} {typeof(T)}, for which the JSON options have no metadata; add a JsonSerializerContext with [JsonSerializable(typeof({typeof(T).Name}))] with WithJson().";
}
