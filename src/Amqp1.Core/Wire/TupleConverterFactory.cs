using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amqp1.Wire;

/// <summary>
/// Converts value tuples to JSON arrays and back, as Python does with its tuples. The elements are reached through the JSON metadata of the
/// tuple, so a source-generated context is enough and no code is generated at run time.
/// </summary>
internal sealed class TupleConverterFactory : JsonConverterFactory
{
    /// <summary>For each set of options the same ones without this factory: in these a tuple is an object with fields.</summary>
    private static readonly ConditionalWeakTable<JsonSerializerOptions, JsonSerializerOptions> WithoutTuples = [];

    /// <summary>A nullable tuple is taken as well: source-generated metadata of it insist on a converter of the tuple's own type otherwise.</summary>
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
