using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amqp1.Json;

/// <summary>Converts integers of any size to JSON numbers, like Python.</summary>
internal sealed class BigIntegerConverter : JsonConverter<BigInteger>
{
    /// <summary>
    /// The maximum number of digits that Python reads (<c>sys.get_int_max_str_digits()</c>). It also limits the computation that a peer
    /// can cause.
    /// </summary>
    private const int MaxDigits = 4300;

    public override BigInteger Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            throw new JsonException("The JSON value of an integer must be a number.");
        }

        var digits = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
        return digits.Length <= MaxDigits + 1 && BigInteger.TryParse(Encoding.ASCII.GetString(digits), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new JsonException($"The number is not an integer of at most {MaxDigits} digits.");
    }

    public override void Write(Utf8JsonWriter writer, BigInteger value, JsonSerializerOptions options)
    {
        // A number with more bits always has more digits, and formatting it would take long.
        if (value.GetBitLength() <= MaxDigits * 4 && value.ToString(CultureInfo.InvariantCulture) is { } digits && digits.Length <= MaxDigits + (value.Sign < 0 ? 1 : 0))
        {
            writer.WriteRawValue(digits, skipInputValidation: true);
        }
        else
        {
            throw new JsonException($"An integer of more than {MaxDigits} digits cannot be sent, because Python cannot read it.");
        }
    }
}
