using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Amqp1.Json;

/// <summary>
/// Reads and writes one type of value tuple as a JSON array. The converter is of type object, because a converter of the tuple's own type
/// could be created only by reflection, which Native AOT does not support for generic value types.
/// </summary>
internal sealed class TupleConverter(Type type) : JsonConverter<object>
{
    private readonly Type _tuple = Nullable.GetUnderlyingType(type) ?? type;
    private volatile Shape? _shape;

    public override bool CanConvert(Type typeToConvert) => typeToConvert == type;

    public override object Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var shape = ShapeFor(options);
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException($"The JSON value of a tuple of {shape.Length} elements must be an array.");
        }

        var tuple = shape.Read(ref reader, shape.Length, 0);
        return reader.Read() && reader.TokenType == JsonTokenType.EndArray
            ? tuple
            : throw new JsonException($"The array has more than the {shape.Length} elements of the tuple.");
    }

    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        ShapeFor(options).Write(writer, value);
        writer.WriteEndArray();
    }

    private Shape ShapeFor(JsonSerializerOptions options)
    {
        // A converter belongs to the options that made it, so one shape is enough.
        return _shape ??= new Shape(TupleConverterFactory.ObjectsFrom(options).GetTypeInfo(_tuple), options);
    }

    /// <summary>The elements of a tuple. A tuple of more than seven elements keeps the others in a nested tuple.</summary>
    private sealed class Shape
    {
        private const int RestNumber = 8;

        private readonly JsonTypeInfo _tuple;
        private readonly Element[] _elements;
        private readonly Shape? _rest;

        public Shape(JsonTypeInfo tuple, JsonSerializerOptions options)
        {
            _tuple = tuple;
            JsonPropertyInfo[] fields = [.. tuple.Properties.Where(field => Number(field) <= RestNumber).OrderBy(Number)];
            if (fields is [.., var last] && Number(last) == RestNumber)
            {
                _rest = new Shape(TupleConverterFactory.ObjectsFrom(options).GetTypeInfo(last.PropertyType), options);
            }

            _elements = [.. fields.Select(field => new Element(field, options.GetTypeInfo(field.PropertyType)))];
        }

        public int Length => _rest is null ? _elements.Length : _elements.Length - 1 + _rest.Length;

        /// <summary>
        /// Returns the number at the end of the name: 1 to 7, or 8 for <c>Rest</c>, which has no number. Source-generated metadata also
        /// contains the elements of the rest under the names that C# gives them; these get higher numbers.
        /// </summary>
        private static int Number(JsonPropertyInfo field)
        {
            var digits = field.Name.AsSpan(field.Name.AsSpan().TrimEnd("0123456789").Length);
            return digits.IsEmpty ? RestNumber : int.Parse(digits, CultureInfo.InvariantCulture) is var number && number < RestNumber ? number : number + 1;
        }

        public object Read(ref Utf8JsonReader reader, int expected, int before)
        {
            var tuple = _tuple.CreateObject!();
            for (var i = 0; i < _elements.Length; i++)
            {
                var (field, json) = _elements[i];
                if (_rest is not null && i == _elements.Length - 1)
                {
                    field.Set!(tuple, _rest.Read(ref reader, expected, before + i));
                    break;
                }

                if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)
                {
                    throw new JsonException($"The array has {before + i} elements, but the tuple has {expected}.");
                }

                field.Set!(tuple, JsonSerializer.Deserialize(ref reader, json));
            }

            return tuple;
        }

        public void Write(Utf8JsonWriter writer, object tuple)
        {
            for (var i = 0; i < _elements.Length; i++)
            {
                var (field, json) = _elements[i];
                var value = field.Get!(tuple);
                if (_rest is not null && i == _elements.Length - 1)
                {
                    _rest.Write(writer, value!);
                }
                else
                {
                    JsonSerializer.Serialize(writer, value, json);
                }
            }
        }

        private sealed record Element(JsonPropertyInfo Field, JsonTypeInfo Json);
    }
}
