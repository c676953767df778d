using System.Globalization;
using System.Text.Json.Nodes;
using Amqp.Types;
using Amqp1.Embedded.Load;

namespace Amqp1.Cli.Management;

/// <summary>AMQP values as JSON.</summary>
internal static class AmqpJson
{
    /// <summary>Returns the JSON value of an AMQP value. Values without a counterpart in JSON become texts.</summary>
    public static JsonNode? Of(object? value) => value switch
    {
        null => null,
        bool flag => JsonValue.Create(flag),
        byte or ushort or uint or sbyte or short or int or long => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        ulong number => JsonValue.Create(number),
        double number => double.IsFinite(number) ? JsonValue.Create(number) : null,
        float number => float.IsFinite(number) ? JsonValue.Create(number) : null,
        DateTime time => JsonValue.Create(time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)),
        byte[] bytes => JsonValue.Create(Convert.ToBase64String(bytes)),
        Map map => new JsonObject(map.Select(entry => KeyValuePair.Create(Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", Of(entry.Value)))),
        List list => new JsonArray([.. list.Cast<object?>().Select(Of)]),
        _ => JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };

    /// <summary>Returns the JSON object of the attributes of an entity.</summary>
    public static JsonObject Of(ManagementRow row) => new(row.Attributes.Select(attribute => KeyValuePair.Create(attribute.Key, Of(attribute.Value))));
}
