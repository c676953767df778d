using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amqp1.Json;

/// <summary>
/// Converts value tuples to JSON arrays and back, like Python. The elements are accessed through the JSON metadata of the tuple, so a
/// source-generated context is sufficient and no code is generated at run time.
/// </summary>
internal sealed class TupleConverterFactory : JsonConverterFactory
{
    /// <summary>The same options without this factory, for each set of options. In these, a tuple is an object with fields.</summary>
    private static readonly ConditionalWeakTable<JsonSerializerOptions, JsonSerializerOptions> WithoutTuples = [];

    /// <summary>
    /// Accepts tuples and nullable tuples. Source-generated metadata of a nullable tuple would otherwise require a converter of the
    /// tuple's own type.
    /// </summary>
    public override bool CanConvert(Type typeToConvert) => IsTuple(Nullable.GetUnderlyingType(typeToConvert) ?? typeToConvert);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) => new TupleConverter(typeToConvert);

    public static bool IsTuple(Type type) => type is { IsValueType: true, IsGenericType: true } && typeof(ITuple).IsAssignableFrom(type);

    public static JsonSerializerOptions ObjectsFrom(JsonSerializerOptions options) => WithoutTuples.GetValue(options, static options =>
    {
        var plain = new JsonSerializerOptions(options) { IncludeFields = true };
        for (var i = plain.Converters.Count - 1; i >= 0; i--)
        {
            if (plain.Converters[i] is TupleConverterFactory)
            {
                plain.Converters.RemoveAt(i);
            }
        }

        plain.MakeReadOnly();
        return plain;
    });
}
